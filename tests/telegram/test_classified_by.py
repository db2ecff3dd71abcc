# ruff: noqa: E501 - a line of a telegram stays on one line
"""Classification authority lines: invented officers in the forms that telegrams print."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cable_pipeline.telegram import read_telegram
from cable_pipeline.telegram.classified_by import ISSUES, read_classified_by
from tests.telegram.telegrams import SUBJECT, TAGS, telegram

# The line, the names joined by " | " (a final full stop left out), the reasons joined by blanks.
FORMS = [
    # Surnames that are words of titles elsewhere, behind given names that no list knows.
    ("Classified By: Energy Attache Ottilie Law. Reasons 1.4 (b).", "Ottilie Law", "1.4(B)"),
    ("CLASSIFIED BY: POLAD P. ALEKSANDRA MAJOR. 1.4 (B).", "P. ALEKSANDRA MAJOR", "1.4(B)"),
    ("Classified By: RSO Orsina E. Law based on 1.4 (b).", "Orsina E. Law", "1.4(B)"),
    ("CLASSIFIED BY ACTING DCM LAW, REASON 1.4 (D).", "LAW", "1.4(D)"),
    ("Classified By: Poloff Rubek Green-Major. Reasons: 1.4 (b)", "Rubek Green-Major", "1.4(B)"),
    ("Classified By: Assistant Secretary Vesna North, Jr.; Reason: 1.4 d", "Vesna North, Jr", "1.4(D)"),
    ("Classified By: Under Secretary Ravic Berlin under E.O. 12958 1.4 (B).", "Ravic Berlin", "1.4(B)"),
    ("Classified By: Econoff Maura St. Clair for reasons 1.4 (b/e)", "Maura St. Clair", "1.4(B) 1.4(E)"),
    ("CLASSIFIED BY: CONSUL GENERAL ST. PETERSBURG RAVIC HOLM. REASON 1.4 (D)", "RAVIC HOLM", "1.4(D)"),
    ("CLASSIFIED BY: HUGO N BRANDT, CHIEF OF STAFF, FOR REASONS 1.4 (B)", "HUGO N BRANDT", "1.4(B)"),
    ("Classified By: Political Coun Maura Short for reasons 1.4 (b)", "Maura Short", "1.4(B)"),
    ("Classified By: Pol Off Yuki Price, III. REASONS: 1.4(D)", "Yuki Price, III", "1.4(D)"),
    ("Classified By: Ambassador Extraordinary and Plenipotentiary Bisa Ahl, 1.4 (b)", "Bisa Ahl", "1.4(B)"),
    ("Classified By: Regional Coordinator Erbil Tobias Vance for reasons 1.4 (b)", "Tobias Vance", "1.4(B)"),
    ("CLASSIFIED BY: ACTING CONSUL GENERAL FRANKFURT KARL BERLIN FOR REASONS: 1.4 (D).", "KARL BERLIN", "1.4(D)"),
    ("Classified By: Ambassador to the United Nations Yuki Page for reasons 1.4 (b)", "Yuki Page", "1.4(B)"),
    ("CLASSIFIED BY: PERMREP JEANNE NORTH. REASON: 1.4 (D)", "JEANNE NORTH", "1.4(D)"),
    # Letters parted by blanks alone; an abbreviation's I before the section.
    ("Classified By: Poloff Leila Holm. Reason: 1.4 (b c d)", "Leila Holm", "1.4(B) 1.4(C) 1.4(D)"),
    ("CLASSIFIED BY: LEILA HOLM, CHARGE D'AFFAIRES, A.I. 1.5 (B/E)", "LEILA HOLM", "1.5(B) 1.5(E)"),
    # Lines of 71 characters that end between letters and words.
    (
        "CLASSIFIED BY: Kwame W. Chambers, Charge d'Affaires REASONS: 1.4 c and \nd.",
        "Kwame W. Chambers",
        "1.4(C) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: MAURA HOLM, DEPUTY CHIEF OF MISSIONS. REASONS: 1.4 (A \nB D).",
        "MAURA HOLM",
        "1.4(A) 1.4(B) 1.4(D)",
    ),
    (
        "(U) Classified by Environment, Science, Technology and Health Counselor \nA.P. Rank. REASON: 1.4(b)",
        "A.P. Rank",
        "1.4(B)",
    ),
    ("Classified By: Ambassador Laura B. Fenwick for reasons 1.4 (b) and (d).", "Laura B. Fenwick", "1.4(B) 1.4(D)"),
    ("Classified By: CDA Paul W. Halloran for reasons 1.4 (B) and (D)", "Paul W. Halloran", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: DCM OSWALD PRENTICE, REASONS 1.4 (B) AND (D).", "OSWALD PRENTICE", "1.4(B) 1.4(D)"),
    ("Classified By: Charge d'Affaires a.i. Ines Tolland. Reason: 1.4 (b), (d).", "Ines Tolland", "1.4(B) 1.4(D)"),
    ("Classified By: Charge d'Affaires, a.i. Mark Oyelaran; reasons: 1.4(b), (d)", "Mark Oyelaran", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY CHARGE D'AFFAIRES A.I. HENRIK SOLBERG FOR REASONS 1.4 (B/D)", "HENRIK SOLBERG", "1.4(B) 1.4(D)"),
    ("Classified By: A/DCM Judith Vance, reasons 1.4 b/d.", "Judith Vance", "1.4(B) 1.4(D)"),
    ("Classified By: Acting DCM Tom Quarrie. Reasons: 1.4 (b,d).", "Tom Quarrie", "1.4(B) 1.4(D)"),
    ("Classified By: Consul General Beatrix Olmstead, reasons 1.4 (b) and (d).", "Beatrix Olmstead", "1.4(B) 1.4(D)"),
    ("Classified By: CG Lars Wetherby for reason 1.4(d)", "Lars Wetherby", "1.4(D)"),
    (
        "CLASSIFIED BY: Lynette Marsh, Principal Officer, U.S. Consulate Peshawar, Department of State. REASON: 1.4 (b), (d)",
        "Lynette Marsh",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Orson Kell, Acting Principal Officer, Consulate General Lahore, U.S. Department of State.\nREASON: 1.4 (b), (d)",
        "Orson Kell",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Political Counselor Alan R. Mistral for reasons 1.4 (b) and (d).",
        "Alan R. Mistral",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: POLCOUNS Greta Lindqvist per 1.4 (b/d)", "Greta Lindqvist", "1.4(B) 1.4(D)"),
    ("Classified By: PolCouns Greta Lindqvist per 1.4 (b/d)", "Greta Lindqvist", "1.4(B) 1.4(D)"),
    ("Classified By: Pol/Econ Counselor Ted Yarrow. Reasons 1.4 (b) and (d).", "Ted Yarrow", "1.4(B) 1.4(D)"),
    ("Classified By: Pol-Econ Chief Dana Whitlock for reasons 1.4 b and d", "Dana Whitlock", "1.4(B) 1.4(D)"),
    ("Classified By: P/E Chief Marcus Thorne. Reason 1.4 (d).", "Marcus Thorne", "1.4(D)"),
    (
        "Classified By: Economic Minister-Counselor Eleanor Voss for reasons 1.4 (b), (d) and (e)",
        "Eleanor Voss",
        "1.4(B) 1.4(D) 1.4(E)",
    ),
    (
        "Classified By: Minister-Counselor for Economic Affairs James Dorrance, reasons 1.4 (b) and (d)",
        "James Dorrance",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Minister Counselor for Political Affairs Alice G. Farthing for reasons 1.4 (b) and (d)",
        "Alice G. Farthing",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Regional Affairs Chief Peter Ormsby for reasons 1.4 (b) and (d)", "Peter Ormsby", "1.4(B) 1.4(D)"),
    (
        "Classified By: Public Affairs Officer Simone Treadwell for reasons 1.4 (b) and (d)",
        "Simone Treadwell",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Management Counselor Ravi Chandler for reasons 1.4 (b) and (d)", "Ravi Chandler", "1.4(B) 1.4(D)"),
    ("Classified By: EAP/MTS Director Scott Bellamy, reasons 1.4 (b) and (d).", "Scott Bellamy", "1.4(B) 1.4(D)"),
    ("Classified By: NEA/IR Deputy Director Hugh Larkin for reasons 1.4 (b) and (d).", "Hugh Larkin", "1.4(B) 1.4(D)"),
    ("Classified By: EUR A/S Daniel Frost for reasons 1.4 (b) and (d).", "Daniel Frost", "1.4(B) 1.4(D)"),
    ("Classified By: A/S Jeffrey Pell, reasons 1.4 (b,d)", "Jeffrey Pell", "1.4(B) 1.4(D)"),
    (
        "Classified By: Acting A/S for Verification, Compliance and Implementation Karin Dove. Reason 1.4 (b)",
        "Karin Dove",
        "1.4(B)",
    ),
    (
        "Classified By: Under Secretary for Political Affairs William J. Tarn for reasons 1.4 (b) and (d).",
        "William J. Tarn",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: U/S William J. Tarn, reasons 1.4 (b) and (d)", "William J. Tarn", "1.4(B) 1.4(D)"),
    ("Classified By: PDAS Marcie Rook, reasons 1.4 b,d", "Marcie Rook", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: PDAS PHILIP CARDEW, AF/FO. REASONS: 1.4 (B) AND (D)", "PHILIP CARDEW", "1.4(B) 1.4(D)"),
    ("Classified By: DAS Tom Fenn for reasons 1.4 (b) and (d).", "Tom Fenn", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: EAP DAS ERIC G. PLOVER, REASONS 1.4 (B) AND (D)", "ERIC G. PLOVER", "1.4(B) 1.4(D)"),
    (
        "Classified By: Deputy Assistant Secretary for East Asian and Pacific Affairs Scot Merrin for reasons 1.4 (b) and (d)",
        "Scot Merrin",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Assistant Secretary for Near Eastern Affairs C. David Marsh for reasons 1.4 (b) and (d).",
        "C. David Marsh",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Ambassador to the Holy See Frances Dray, reasons 1.4 (b) and (d)",
        "Frances Dray",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: AMBASSADOR TO MAURITANIA HAMISH DUNN. REASONS 1.4 (B,D)", "HAMISH DUNN", "1.4(B) 1.4(D)"),
    (
        "Classified By: Colonel Rick Tanner, Defense Attache, for reasons 1.4 (a) and (b).",
        "Rick Tanner",
        "1.4(A) 1.4(B)",
    ),
    ("Classified By: DATT COL Rick Tanner for reasons 1.4 (a) and (b).", "Rick Tanner", "1.4(A) 1.4(B)"),
    ("Classified By: Dr. Susan Peake, ESTH Officer. Reason 1.4 (b)", "Susan Peake", "1.4(B)"),
    ("Classified By: Mr. John Ambrose, Director, INR/B; reasons 1.4 (b) and (d)", "John Ambrose", "1.4(B) 1.4(D)"),
    ("Classified By: Amb. Nicholas J. Rask. Reasons 1.4 (b) and (d)", "Nicholas J. Rask", "1.4(B) 1.4(D)"),
    (
        "Classified By: AMB Nicholas J. Rask per E.O. 12958, reasons 1.4 (b) and (d)",
        "Nicholas J. Rask",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador N. J. Rask; E.O. 12958, reasons 1.4 (b) and (d).", "N. J. Rask", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador Ann E. Dorsey, per E.O. 12958, Reasons 1.4(b) and (d)",
        "Ann E. Dorsey",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Robert D. Blackwood, Ambassador, reason 1.5 (b) and (d)", "Robert D. Blackwood", "1.5(B) 1.5(D)"),
    ("CLASSIFIED BY ROBERT D. BLACKWOOD, AMBASSADOR. REASON: 1.5 (B) AND (D)", "ROBERT D. BLACKWOOD", "1.5(B) 1.5(D)"),
    (
        "Classified By: Robert Pollan - Economic Minister Counselor - Reasons 1.4 (b/d)",
        "Robert Pollan",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: JOHN V. RAVEN, ASSISTANT SECRETARY FOR INTERNATIONAL SECURITY AND NONPROLIFERATION. REASON: 1.4 (B), (D)",
        "JOHN V. RAVEN",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Vann H. Van Doorn, Acting A/S, ISN. Reason 1.4 (B), (C), (D)",
        "Vann H. Van Doorn",
        "1.4(B) 1.4(C) 1.4(D)",
    ),
    (
        "Classified By: Ambassador Louis B. Sandler, Jr. for reasons 1.4 (b) and (d)",
        "Louis B. Sandler, Jr",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador Theodore Quill III. Reasons 1.4 b and d.", "Theodore Quill III", "1.4(B) 1.4(D)"),
    (
        "Classified By: CDA Jean-Pierre de la Tour for reasons 1.4 (b) and (d).",
        "Jean-Pierre de la Tour",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: DCM Maura O'Shaughnessy for reasons 1.4 (b) and (d).", "Maura O'Shaughnessy", "1.4(B) 1.4(D)"),
    ("Classified By: DCM Ludwig von Steuben for reasons 1.4 (b) and (d).", "Ludwig von Steuben", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: DCM ANNE VAN DER MEER FOR REASONS 1.4 (B) AND (D).", "ANNE VAN DER MEER", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador Ruth Okonjo-Baird, for reasons 1.4 (b) through (d)",
        "Ruth Okonjo-Baird",
        "1.4(B) 1.4(C) 1.4(D)",
    ),
    (
        "Classified By: Ambassador John Doyle and DCM Jane Harker for reasons 1.4 (b) and (d).",
        "John Doyle | Jane Harker",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: DCM James Colt, Reason 1.4 (b) (d)", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt, Reason 1.4(b)(d)", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt, Reason 1.4 b", "James Colt", "1.4(B)"),
    ("Classified By: DCM James Colt, Reason 1.4", "James Colt", "1.4"),
    ("CLASSIFIED BY DCM JAMES COLT. REASON 1.5.", "JAMES COLT", "1.5"),
    ("Classified By: DCM James Colt for reasons (b) and (d).", "James Colt", "(B) (D)"),
    ("Classified By: DCM James Colt for reasons 1.4 (b & d).", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt. Reasons: 1.4 (b-d)", "James Colt", "1.4(B) 1.4(C) 1.4(D)"),
    ("Classified By: DCM James Colt. Reasons: 1.4(bd)", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt. Reasons: 1.4b and 1.4d", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt. Reasons: 1.4 (b) and 1.4 (d)", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt. Reasons: Sections 1.4 (b), and (d).", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt under Section 1.4 (b), (d)", "James Colt", "1.4(B) 1.4(D)"),
    ("Classified By: DCM James Colt pursuant to E.O. 12958, Section 1.4 (b) and (d).", "James Colt", "1.4(B) 1.4(D)"),
    (
        "Classified By: DCM James Colt in accordance with E.O. 12958 reasons 1.4 (b) and (d).",
        "James Colt",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador for reasons 1.4 (b) and (d).", "", "1.4(B) 1.4(D)"),
    ("Classified By: POLCOUNS. REASONS: 1.4 (B) AND (D).", "", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador XXXXXXXXXXXX for reasons 1.4 (b) and (d).", "", "1.4(B) 1.4(D)"),
    ("Classified By: Derived from DSCG 05-1, B and D.", "", ""),
    ("Derived from: DSCG 05-01, reasons 1.4 (b) and (d)", "", "1.4(B) 1.4(D)"),
    (
        "Classified By: Embassy Baghdad PRT Team Leader Hugo Strand for reasons 1.4 (b) and (d).",
        "Hugo Strand",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Kirkuk PRT Leader Hugo Strand for reasons 1.4 (b) and (d).", "Hugo Strand", "1.4(B) 1.4(D)"),
    ("Classified By: REO Basra Director Hugo Strand. Reasons 1.4 (b) and (d).", "Hugo Strand", "1.4(B) 1.4(D)"),
    ("Classified By: Iran Watcher Celia Norden for reasons 1.4 (b) and (d).", "Celia Norden", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Jordan West for reasons 1.4 (b) and (d).", "Jordan West", "1.4(B) 1.4(D)"),
    ("Classified By: DCM Robert S. Holm for reasons 1.4 (b) and (d).", "Robert S. Holm", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Charles Tern for reasons 1.4 (b) and (d).", "Charles Tern", "1.4(B) 1.4(D)"),
    ("Classified By: DCM Thomas F. Wickham; Reasons 1.4 (b) and (d).", "Thomas F. Wickham", "1.4(B) 1.4(D)"),
    ("Classified By: Acting Political Counselor Nora Dempsey for reasons 1.4(b),(d)", "Nora Dempsey", "1.4(B) 1.4(D)"),
    ("Classified By: Global Affairs Officer Ian Holt, reasons 1.4 (b) and (d)", "Ian Holt", "1.4(B) 1.4(D)"),
    ("Classified By: ADCM Wendela Moorhen for reasons 1.4 (b) and (d)", "Wendela Moorhen", "1.4(B) 1.4(D)"),
    ("Classified By: RSO Kevin Whitson for reasons 1.4 (c), (d) and (g)", "Kevin Whitson", "1.4(C) 1.4(D) 1.4(G)"),
    ("Classified By: ECON CHIEF KATHLEEN ASTON FOR REASONS 1.4 (B) AND (D)", "KATHLEEN ASTON", "1.4(B) 1.4(D)"),
    ("Classified By: Political Section Chief Blake Orr for reasons 1.4(b, d).", "Blake Orr", "1.4(B) 1.4(D)"),
    (
        "Classified By: Deputy Chief of Mission Piper Lanyon for reasons 1.4 (b) and (d).",
        "Piper Lanyon",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Deputy Principal Officer Igor Zamecki. Reason: 1.4 (b/d).", "Igor Zamecki", "1.4(B) 1.4(D)"),
    (
        "Classified By: CLASSIFIED BY AMBASSADOR ROSS WILLET FOR REASONS 1.4 (B) AND (D).",
        "ROSS WILLET",
        "1.4(B) 1.4(D)",
    ),
    ("(U) Classified by Ambassador Ross Willet, reasons 1.4 (b) and (d).", "Ross Willet", "1.4(B) 1.4(D)"),
    ("(S) Classified by: Ambassador Ross Willet, reasons: 1.4 (B, D).", "Ross Willet", "1.4(B) 1.4(D)"),
    ("Classified by DCM Silas Kent, reason 1.4 (b and d).", "Silas Kent", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Hill; reasons 1.4 (b) and (d)", "Hill", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY AMBASSADOR HILL; REASONS 1.4 (B) AND (D)", "HILL", "1.4(B) 1.4(D)"),
    (
        "Classified By: Political/Economic Chief Vernon Wills for reasons 1.4 (b) and (d).",
        "Vernon Wills",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Charge Duncan H. MacVane. Reasons 1.4 (b,d).", "Duncan H. MacVane", "1.4(B) 1.4(D)"),
    ("Classified By: Political Minister Counselor Alice Brooke, Reasons: 1.4 (b/d)", "Alice Brooke", "1.4(B) 1.4(D)"),
    ("Classified By: Acting EconMinCouns Robert Dell. Reason: 1.4 (b/d)", "Robert Dell", "1.4(B) 1.4(D)"),
    ("Classified By: ESTH Counselor Robert Tapp for reasons 1.4 (b) and (d)", "Robert Tapp", "1.4(B) 1.4(D)"),
    ("Classified By: HIV/AIDS Coordinator Mary Toller for reasons 1.4 (d)", "Mary Toller", "1.4(D)"),
    ("Classified By: Political Officer Dan Mintz for\nreasons 1.4 (b) and (d).", "Dan Mintz", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador Michael\nMcKestrel for reasons 1.4 (b)\nand (d).",
        "Michael McKestrel",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Ambassador Daniel Sparrow, Embassy Athens; REASON: 1.4(B), (D)",
        "Daniel Sparrow",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Dolores Brownell, Director, EUR/SE, Department of State.\nREASON: 1.4 (b), (d)",
        "Dolores Brownell",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Hassan el-Tayyib, Deputy Director, Office of Caucasus Affairs and Regional Conflicts; REASON: 1.4(B), (D)",
        "Hassan el-Tayyib",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Office Director for Southern European Affairs Pamela Sprat for reasons 1.4 (b) and (d)",
        "Pamela Sprat",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Director of the Office of Israel and Palestinian Affairs Andrea Heath for reasons 1.4 (b) and (d)",
        "Andrea Heath",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Consul General Istanbul Sharon Ostler, reasons 1.4 (b) and (d)", "Sharon Ostler", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador Stapleton Ray-Hughes, reasons 1.4 (b) and (d)",
        "Stapleton Ray-Hughes",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: SRAP Richard Fennimore. Reasons 1.4 (b) and (d)", "Richard Fennimore", "1.4(B) 1.4(D)"),
    (
        "Classified By: ACTING DEPUTY CHIEF OF MISSION THEO BRANDT. REASON 1.4 (B) AND (D)",
        "THEO BRANDT",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: POL/MIL OFFICER LIAM TUCK. REASONS: 1.4 (A), (B) AND (D).", "LIAM TUCK", "1.4(A) 1.4(B) 1.4(D)"),
    ("Classified By: Econoff Sara Penn for reasons 1.4 (b) and (d)", "Sara Penn", "1.4(B) 1.4(D)"),
    (
        "Classified By: Counselor for Economic and Political Affairs Dylan Marsh; reasons 1.4 (b) and (d)",
        "Dylan Marsh",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador David C. Mulholland (Reasons 1.4 (b) and (d))", "David C. Mulholland", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador David C. Mulholland (1.4 (b) and (d))", "David C. Mulholland", "1.4(B) 1.4(D)"),
    ("Classified By: DCM Will Gorse for reasons 1.4(B) and 1.5(D)", "Will Gorse", "1.4(B) 1.5(D)"),
    ("Classified By: Ambassador Tibor Nagel: 1.4 (b) and (d)", "Tibor Nagel", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Tibor Nagel 1.4 (b) and (d)", "Tibor Nagel", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: AMBASSADOR J. THOMAS SCHAPER. REASON 1.4 (B)(D).", "J. THOMAS SCHAPER", "1.4(B) 1.4(D)"),
    (
        "Classified By: Acting Deputy Chief of Mission Eliza F. Al-Laham; reasons 1.4 b/d",
        "Eliza F. Al-Laham",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: GSO JOHN DOBBS. REASON 1.4 (B)", "JOHN DOBBS", "1.4(B)"),
    (
        "Classified By: PRT Lead for Muthanna Province Jane Colby, reasons 1.4 (b) and (d)",
        "Jane Colby",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: NATO Ambassador Victoria Northcote, Reasons: 1.4 (b), (d).",
        "Victoria Northcote",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Head of Delegation Peter Tomkin for reasons 1.4 (b) and (d).", "Peter Tomkin", "1.4(B) 1.4(D)"),
    ("Classified By: UNVIE Charge Geoffrey Quill for reasons 1.4 (b,d)", "Geoffrey Quill", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador Eric S. Adler under E.O. 12958 Section 1.4 (b)\nand (d).",
        "Eric S. Adler",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Ambassador's Special Assistant Kip Rowan for reasons 1.4 (b) and (d)",
        "Kip Rowan",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Econ/Commercial Chief Hal Fern. Reasons 1.4 (b) and (e).", "Hal Fern", "1.4(B) 1.4(E)"),
    ("CLASSIFIED BY AMBASSADOR MARY OUTRAM, REASONS: SECTION 1.4 (B) AND (D)", "MARY OUTRAM", "1.4(B) 1.4(D)"),
    ("Classified by Political Counselor Scott Ouden, Reasons 1.4 (b) & (d)", "Scott Ouden", "1.4(B) 1.4(D)"),
    ("Classified By: Charge D'Affaires Gene Crest for reason 1.4(b) and (d)", "Gene Crest", "1.4(B) 1.4(D)"),
    ("Classified By: Chargé d'Affaires Gene Crest for reason 1.4(b) and (d)", "Gene Crest", "1.4(B) 1.4(D)"),
    ("Classified By: Charge d’Affaires Gene Crest for reason 1.4(b) and (d)", "Gene Crest", "1.4(B) 1.4(D)"),
    ("Classified By: Charge d,Affaires Gene Crest for reason 1.4(b) and (d)", "Gene Crest", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador William B. Birch; reasons 1.4 (b) and (d).\n", "William B. Birch", "1.4(B) 1.4(D)"),
    ("Classified By: John Fernsby, Political Counselor. Reasons: 1.4 (b) and (d).", "John Fernsby", "1.4(B) 1.4(D)"),
    ("Classified By: John Fernsby, Reasons: 1.4 (b) and (d).", "John Fernsby", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: LOIS MERCER, DIRECTOR, EAP/K. REASON: 1.4(B) AND (D)", "LOIS MERCER", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Alejandro D. Weld for Reasons: 1.4 B/D", "Alejandro D. Weld", "1.4(B) 1.4(D)"),
    (
        "Classified By: USUN Political Minister Counselor Jeffrey DeLorme, for reasons 1.4 (b) and (d)",
        "Jeffrey DeLorme",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador Alphonse La Salle, reasons 1.4 (b) and (d)", "Alphonse La Salle", "1.4(B) 1.4(D)"),
    ("Classified By: Acting Counselor, Roger Nettle, reasons 1.4 (b) and (d)", "Roger Nettle", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador, Roger Nettle, reasons 1.4 (b) and (d)", "Roger Nettle", "1.4(B) 1.4(D)"),
    ("Classified By: Roger Nettle, Reason: 1.4 (b) and (d)", "Roger Nettle", "1.4(B) 1.4(D)"),
    ("Classified By: Deputy Political Counselor Jim Murk, Reasons: 1.4 (b), (d)", "Jim Murk", "1.4(B) 1.4(D)"),
    ("Classified By: ISN Richard J.K. Strand, reasons 1.4 (b) and (d)", "Richard J.K. Strand", "1.4(B) 1.4(D)"),
    (
        "Classified By: VCI Assistant Secretary Paula A. DeWinter, Reason: 1.4 (b) and (d)",
        "Paula A. DeWinter",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Economic Officer Heidi Hatten for reasons 1.4(b),(d), and (e)",
        "Heidi Hatten",
        "1.4(B) 1.4(D) 1.4(E)",
    ),
    ("Classified By: D. Charge, d'Affaires, a.i. Milo Prager, reasons 1.4 (b) and (d)", "Milo Prager", "1.4(B) 1.4(D)"),
    ("Classified By: AMBASSADOR PETRA A. BODKIN (REASONS 1.4 (B) AND (D)).", "PETRA A. BODKIN", "1.4(B) 1.4(D)"),
    ("Classified By: Tim Muñoz-Brown, Consul General. Reasons: 1.4 (b), (d)", "Tim Muñoz-Brown", "1.4(B) 1.4(D)"),
    ("Classified By: POL/C:DVanClover, reasons 1.4 (b) and (d)", "DVanClover", "1.4(B) 1.4(D)"),
    ("Classified By: Acting DCM:JMaxwell for reasons 1.4 (b) and (d)", "JMaxwell", "1.4(B) 1.4(D)"),
    ("Classified By: R.Zimmer, DPO, reasons 1.4 (b) and (d)", "R.Zimmer", "1.4(B) 1.4(D)"),
    ("(C) CLASSIFIED BY CDA, DAVID PARSLEY. REASON 1.5 (D)", "DAVID PARSLEY", "1.5(D)"),
    ("CLASSIFIED BY: A/S FOR NEA ELIZABETH DRAKE. REASON 1.4 (B)", "ELIZABETH DRAKE", "1.4(B)"),
    (
        "Classified By: NEA/ARP ACTING DIRECTOR ANDREW W. GROVER FOR REASONS 1.4 (B) AND (D)",
        "ANDREW W. GROVER",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador Mark L. Ashby - Reasons 1.4 (b) and (d)", "Mark L. Ashby", "1.4(B) 1.4(D)"),
    ("Classified By: Secretary of State for reasons 1.4 (b) and (d)", "", "1.4(B) 1.4(D)"),
    ("Classified By: Secretary of State Caroline Prim for reasons 1.4 (b) and (d)", "Caroline Prim", "1.4(B) 1.4(D)"),
    (
        "Classified By: Under Secretary for Arms Control and International Security Ellen Tansy; reasons 1.4 (b) and (d)",
        "Ellen Tansy",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: DEPUTY SECRETARY JAMES B. SEDGE. REASON: 1.4 (B) AND (D)", "JAMES B. SEDGE", "1.4(B) 1.4(D)"),
    (
        "Classified By: A. Daniel Weld, Charge d'Affaires, for reasons 1.4 (b) and (d)",
        "A. Daniel Weld",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: USINT COM Jonathan Fern for reasons 1.4 (b) and (d)", "Jonathan Fern", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador W. Patrick Moss for reason: 1.4 (b) and (d).", "W. Patrick Moss", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: HUGO LINDEN, AMBASSADOR. REASON: 1.4 (B) & (D).", "HUGO LINDEN", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Hugo Linden, reasons 1.4 (b & d)", "Hugo Linden", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Hugo Linden, reasons 1.4 (b) & (d)", "Hugo Linden", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Hugo Linden, reason 1.4(b/d).", "Hugo Linden", "1.4(B) 1.4(D)"),
    ("Classified By: DCM Tom Kelp for reason 1.4 (b) and (d). 1. (C) Summary: The mayor", "Tom Kelp", "1.4(B) 1.4(D)"),
    ("Classified By: James C. Shaw for reasons 1.4(b,d)", "James C. Shaw", "1.4(B) 1.4(D)"),
    ("Classified By: DCM J. Michael Clover. REASON: 1.4 (b) AND (d).", "J. Michael Clover", "1.4(B) 1.4(D)"),
    ("Classified By: DCM DWMallow, reason 1.4", "DWMallow", "1.4"),
    ("Classified By: Ambassador Anne W. Petrel, for reasons 1.4 (b) (d)", "Anne W. Petrel", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY DCM DONALD WU. REASONS: 1.4 (B) AND (D).", "DONALD WU", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY POLITICAL OFFICER KIM PO. REASONS: 1.4 (B) AND (D).", "KIM PO", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Maura Harebell; reason 1.4(b)&(d)", "Maura Harebell", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Kristin A. Keel.\nReasons: 1.4 (b) and (d).", "Kristin A. Keel", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: ACTING POL COUNSELOR BRAD POND. REASON: 1.4 (B/D).", "BRAD POND", "1.4(B) 1.4(D)"),
    (
        "Classified By: Deputy Economic Counselor Ned Cabot Sorrel for reasons 1.4 (b) and (d)",
        "Ned Cabot Sorrel",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Consular Chief Brendan Mullein for reasons 1.4 (d)", "Brendan Mullein", "1.4(D)"),
    ("Classified By: Internal Unit Chief Raymond Reed, reasons 1.4 (b) and (d)", "Raymond Reed", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador John Birch II, reasons 1.4 (b) and (d)", "John Birch II", "1.4(B) 1.4(D)"),
    ("Classified By: Charge d' Affaires Lynn Castle for reasons 1.4 (b) and (d)", "Lynn Castle", "1.4(B) 1.4(D)"),
    ("Classified By: CHARGE D' AFFAIRES LYNN CASTLE FOR REASONS 1.4 (B) AND (D)", "LYNN CASTLE", "1.4(B) 1.4(D)"),
    ("Classified By: Charge D'affairs a.i. Lynn Castle for reasons 1.4 (b) and (d)", "Lynn Castle", "1.4(B) 1.4(D)"),
    ("Classified By: CDA, a.i., Lynn Castle for reasons 1.4 (b) and (d)", "Lynn Castle", "1.4(B) 1.4(D)"),
    ("Classified By: Charge a.i. Lynn Castle for reasons 1.4 (b) and (d)", "Lynn Castle", "1.4(B) 1.4(D)"),
    ("Classified By: EUR/RPM Director Chris Daven for reasons 1.4 (b) and (d)", "Chris Daven", "1.4(B) 1.4(D)"),
    ("Classified By: Chief of Mission Stephen Marl for reasons 1.4 (b) and (d)", "Stephen Marl", "1.4(B) 1.4(D)"),
    ("Classified By: Econ DepCouns Rolf Ander, reasons 1.4 (b/d)", "Rolf Ander", "1.4(B) 1.4(D)"),
    ("Classified By: S/WCI Ambassador-at-Large Clint Wren. Reasons: 1.4 (b), (d)", "Clint Wren", "1.4(B) 1.4(D)"),
    (
        "Classified By: Special Envoy to Sudan Scott Grayling for reasons 1.4 (b) and (d)",
        "Scott Grayling",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Special Coordinator for Cyber Issues Chris Tiler for reasons 1.4 (b) and (d)",
        "Chris Tiler",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: US Ambassador to Yemen Stephen Siskin for reasons 1.4 (b) and (d)",
        "Stephen Siskin",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador to Sao Tome Eunice Reed for reasons 1.4 (b) and (d)", "Eunice Reed", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador to Bosnia and Herzegovina Charles Tern for reasons 1.4 (b) and (d)",
        "Charles Tern",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Ambassador to the UN Susan Reeve for reasons 1.4 (b) and (d)", "Susan Reeve", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador to NATO Ivo Dahlen for reasons 1.4 (b) and (d)", "Ivo Dahlen", "1.4(B) 1.4(D)"),
    (
        "Classified By: Econ Section Chief for Embassy Kinshasa Melissa Sandel, reasons 1.4 (b) and (d)",
        "Melissa Sandel",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Embassy Lusaka DCM Michael Kopper, reasons 1.4 (b) and (d)", "Michael Kopper", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY EMBASSY LUSAKA DCM MICHAEL KOPPER. REASONS 1.4 (B) AND (D)", "MICHAEL KOPPER", "1.4(B) 1.4(D)"),
    (
        "Classified By: Michael Kopper, DCM, U.S. Embassy Lusaka. Reasons 1.4 (b) and (d)",
        "Michael Kopper",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: MICHAEL KOPPER, CHARGE D'AFFAIRES, LUSAKA. REASONS 1.4 (B) AND (D)",
        "MICHAEL KOPPER",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Jane Horn, Branch Chief, Embassy Kabul, State.\nREASON: 1.4 (b), (d)",
        "Jane Horn",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Bryan Toll, Consul General, U.S. Consulate General, Karachi, Department of State.\nREASON: 1.4 (b), (d)",
        "Bryan Toll",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Frederick Crane, Political Chief, Political Section, US Embassy Dushanbe.\nREASON: 1.4 (b), (d)",
        "Frederick Crane",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Richard M. Heron, Ambassador, EXEC, STATE.\nREASON: 1.4 (b), (d)",
        "Richard M. Heron",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: Jeff Dunlin, POLOFF, POL, STATE.\nREASON: 1.4 (d)", "Jeff Dunlin", "1.4(D)"),
    (
        "CLASSIFIED BY: Lane Darnell Bell, Pol/Econ Chief, US Embassy Port of Spain, DoS.\nREASON: 1.4 (b), (d)",
        "Lane Darnell Bell",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Laurie Marten, Consul General, United States Consulate General, Strasbourg.\nREASON: 1.4 (b), (d)",
        "Laurie Marten",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Karen Egret, Economic Chief, Pol/Econ Section , US Embassy Nairobi.\nREASON: 1.4 (b), (d), (g)",
        "Karen Egret",
        "1.4(B) 1.4(D) 1.4(G)",
    ),
    ("CLASSIFIED BY: Michael Rail, DPO, Exec, DoS\nREASON: 1.4 (b), (d)", "Michael Rail", "1.4(B) 1.4(D)"),
    (
        "CLASSIFIED BY: Pat Hawk-Abel, Charge d'Affaires, EXEC, DOS.\nREASON: 1.4 (b), (d)",
        "Pat Hawk-Abel",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: E. Gordon Chaffin, Acting Deputy Chief, U.S. Interests Section, Havana.\nREASON: 1.4 (b)",
        "E. Gordon Chaffin",
        "1.4(B)",
    ),
    ("CLASSIFIED BY: Teri Harrier, Acting DAS, SCA.\nREASON: 1.4 (b), (d)", "Teri Harrier", "1.4(B) 1.4(D)"),
    (
        "CLASSIFIED BY: John Osprey, Minister Counselor for Economic Affairs, USEU; REASON: 1.4(B), (D)",
        "John Osprey",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY: Alexander Veery, Ambassador, Embassy Seoul, DOS; REASON: 1.4(B), (D)",
        "Alexander Veery",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: POL M/C Joseph Y. Yarrow. Reasons 1.4 (b/d)", "Joseph Y. Yarrow", "1.4(B) 1.4(D)"),
    ("Classified By: A/POL Brian McFinch. Reasons 1.4 (b/d).", "Brian McFinch", "1.4(B) 1.4(D)"),
    ("Classified By: Pol M/C McFinch. Reasons 1.4 (b/d).", "McFinch", "1.4(B) 1.4(D)"),
    ("Classified By: EMIN Robert Lark. Reasons: 1.4 (b,d)", "Robert Lark", "1.4(B) 1.4(D)"),
    ("Classified By: Econ Min/Couns John Teal, Reasons: 1.4 (b, d)", "John Teal", "1.4(B) 1.4(D)"),
    ("Classified By: ECM/C William Wagtail for reasons 1.4 (b)", "William Wagtail", "1.4(B)"),
    ("Classified By: AMBASSADOR ALFRED HOBBY FOR REASONS 1.4 (B AND D)", "ALFRED HOBBY", "1.4(B) 1.4(D)"),
    (
        "Classified By: Acting Political Minister Counselor Carol Perch-Lowe, reasons 1.4 (b,d)",
        "Carol Perch-Lowe",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: DEPUTY POLITICAL COUNSELOR BLAIR HERN, FOR REASONS 1.4 (B) AND (D)",
        "BLAIR HERN",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Amb. David H. Thrush for reasons 1.4 (b) and (d).", "David H. Thrush", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: THE AMBASSADOR FOR REASONS 1.4 (B) AND (D)", "", "1.4(B) 1.4(D)"),
    ("Classified By: Political Counselor Kirsten Bunting - 1.4 (b) and (d)", "Kirsten Bunting", "1.4(B) 1.4(D)"),
    ("Classified By: OIC John Moss. Reasons 1.4 (b) and (d).", "John Moss", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Carlos Garz for Reasons 1.4 (b)\nand (d).", "Carlos Garz", "1.4(B) 1.4(D)"),
    (
        "Classified By: POLITICAL MINISTER-COUNSELOR JACKSON MCBRIDE FOR REASONS 1.4 B & D",
        "JACKSON MCBRIDE",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Mission China Economic Minister Counselor Rob Linnet. Reasons 1.4 (b/d)",
        "Rob Linnet",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: CONGEN HONG KONG ECON/POL CHIEF LAURENT BITTERN. REASONS: 1.4 (B/D)",
        "LAURENT BITTERN",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Consul General Hong Kong Joe Dotterel for reasons 1.4 (b) and (d)",
        "Joe Dotterel",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: PolEcon Section Head Aaron Spar, reasons 1.4 (b) and (d)", "Aaron Spar", "1.4(B) 1.4(D)"),
    (
        "Classified By: Science Counselor for Energy Deborah Lime for reasons 1.4 (b) and (d)",
        "Deborah Lime",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Ambassador Gerald M. Fulmar. Reasons: E.O. 12958 1.4 (b) and (d)",
        "Gerald M. Fulmar",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: DCM Peter Hollis, Reasons 1.4 (b), (d).", "Peter Hollis", "1.4(B) 1.4(D)"),
    (
        "Classified By: Ambassador Stuart Jaeger and AID Director Monica Stint for reasons 1.4 (b) and (d)",
        "Stuart Jaeger | Monica Stint",
        "1.4(B) 1.4(D)",
    ),
    (
        "CLASSIFIED BY S/CT AMB. FRANCIS TEAL AND INR A/S CARL FIR. REASONS 1.5 (B) AND (D)",
        "FRANCIS TEAL | CARL FIR",
        "1.5(B) 1.5(D)",
    ),
    ("Classified By: DCM Stephanie Crowle, Acting, for reasons 1.4 (b) and (d)", "Stephanie Crowle", "1.4(B) 1.4(D)"),
    ("Classified By: Stephanie Crowle, Acting DCM for reasons 1.4 (b) and (d)", "Stephanie Crowle", "1.4(B) 1.4(D)"),
    ("Classified By: Stephanie Crowle DCM for reasons 1.4 (b) and (d)", "Stephanie Crowle", "1.4(B) 1.4(D)"),
    ("Classified By: DCM Robert Gannet for Reasons of 1.4 (b) and (d)", "Robert Gannet", "1.4(B) 1.4(D)"),
    ("CLASSIFIED BY: CHARGE' D'AFFAIRES JOE COOT FOR REASONS 1.4 (B) AND (D)", "JOE COOT", "1.4(B) 1.4(D)"),
    ("Classified By: Chargé D'Affaires, Joe Coot, reasons 1.4 (b) and (d)", "Joe Coot", "1.4(B) 1.4(D)"),
    ("Classified By: Econ Counselor L.B. Zander for reasons 1.4 b,d", "L.B. Zander", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador C. Boyd Grebe, for reasons 1.4 (b) and (d)", "C. Boyd Grebe", "1.4(B) 1.4(D)"),
    ("classified by: ambassador jane doe, reasons 1.4 (b) and (d)", "jane doe", "1.4(B) 1.4(D)"),
    ("Classified By: ISN - C.S. Eliot King, Acting Assistant Secretary. Reason 1.4 (b)", "C.S. Eliot King", "1.4(B)"),
    ("Classified By: H. DEAN PIPIT, EUR/RPM, REASON 1.4 (B) AND (D)", "H. DEAN PIPIT", "1.4(B) 1.4(D)"),
    ("Classified By: Steve Moor, Acting A/S PM, Reasons 1.4 (a), (b) and (d)", "Steve Moor", "1.4(A) 1.4(B) 1.4(D)"),
    ("Classified By: PM/RSAT Director Kevin O'Plover for reasons 1.4 (b) and (d)", "Kevin O'Plover", "1.4(B) 1.4(D)"),
    (
        "Classified By: L/LEI Assistant Legal Adviser Clifton Jay, reasons 1.4 (b) and (d)",
        "Clifton Jay",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: ECON MINISTER-COUNSELOR WAYNE BRANT, FOR REASONS 1.4 (B) AND (D)", "WAYNE BRANT", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Philip S. Marrow, Reasons, 1.4 (b,d)", "Philip S. Marrow", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador P. Marrow Reason: 1.4 (b,d)", "P. Marrow", "1.4(B) 1.4(D)"),
    ("Classified By: Ecopol Chief Mike Finch for reasons 1.4 (b) and (d)", "Mike Finch", "1.4(B) 1.4(D)"),
    ("Classified By: EcoPol Chief M. Finch for reasons 1.4 (b) and (d)", "M. Finch", "1.4(B) 1.4(D)"),
    ("Classified By: ENERGY ATTACHE LISA CRAKE FOR REASONS 1.4 B AND D", "LISA CRAKE", "1.4(B) 1.4(D)"),
    ("Classified By: Foreign Commercial Officer Stu Dunnock for reasons 1.4 b and d", "Stu Dunnock", "1.4(B) 1.4(D)"),
    ("Classified By: LTC Brent Rye, ARMA, reasons 1.4 (a) and (d)", "Brent Rye", "1.4(A) 1.4(D)"),
    ("Classified By: Maj. Gen. Ted Kite for reasons 1.4 (a) and (d)", "Ted Kite", "1.4(A) 1.4(D)"),
    (
        "Classified By: Acting Counselor for Political-Economic Affairs Ann Siskin. Reasons: 1.4 (b) and (d)",
        "Ann Siskin",
        "1.4(B) 1.4(D)",
    ),
    ("CLASSIFIED BY: POLITICAL-ECONOMIC COUNSELOR ANN SISKIN. REASONS: 1.4 (B) AND (D)", "ANN SISKIN", "1.4(B) 1.4(D)"),
    ("Classified By: Bill Weever, A/EMIN, for reasons 1.4 (b) and (d)", "Bill Weever", "1.4(B) 1.4(D)"),
    ("Classified By: Ambassador Ronald P. Spruce for reasons 1.4. (b) and (d)", "Ronald P. Spruce", "1.4(B) 1.4(D)"),
    ("Classified By: A/DCM Jonathan R. Cove for reasons 1.4.b and 1.4.d", "Jonathan R. Cove", "1.4(B) 1.4(D)"),
    (
        "Classified By: Chief, Political Section, Jonathan R. Cove, for reasons 1.4(b,d)",
        "Jonathan R. Cove",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Harry K. Thyme, Executive Secretary, Department of State. Reason 1.4 (b) and (d)",
        "Harry K. Thyme",
        "1.4(B) 1.4(D)",
    ),
    (
        "Classified By: Acting Dir. Human Rights Office, John Samphire, reasons 1.4 (b) and (d)",
        "John Samphire",
        "1.4(B) 1.4(D)",
    ),
    ("Classified By: Charge d'Affaires Jose Del Monte. Reason: 1.4 (b), (d)", "Jose Del Monte", "1.4(B) 1.4(D)"),
    ("Classified By: Deputy Director, Office of Iraq Affairs, Ethan Gorse; Reason 1.4 (b)", "Ethan Gorse", "1.4(B)"),
    ("Classified By: Ambassador Ray O. Wallis: Reasons 1.4 (b), (d)", "Ray O. Wallis", "1.4(B) 1.4(D)"),
]

# Lines broken after 71 characters wherever that is, as the message software did.
BROKEN = [
    (
        "Classified By: Interagency Provincial Affairs Deputy Coordinator Rufus H \nale for reasons 1.4 (b) and (d) ",
        "Rufus Hale",
    ),
    (
        "Classified By: Political Section Minister Counselor Audrey Wexford.  Re \nasons 1.4 (b) and (d). ",
        "Audrey Wexford",
    ),
    (
        "Classified By: (U) Classified by Economic Counselor Thomas Bergholter f \nor reasons 1.4 b,d. ",
        "Thomas Bergholter",
    ),
    (
        "Classified By: Charge d'Affaires Orlando M. Winterbourne for reason 1.4( \nb) and (d) ",
        "Orlando M. Winterbourne",
    ),
    ("Classified By: DEFENSE ATTACHE LTC LARRY BUCHWALD FOR REASONS 1.4 (B) A \nND (D). ", "LARRY BUCHWALD"),
    ("CLASSIFIED BY: ACTING DEPUTY PRINCIPAL OFFICER LORENZO CHARNLEY.  REASO \nNS: 1.4 (B,D) ", "LORENZO CHARNLEY"),
    (
        "Classified By: Political and Economic Section Chief Rowena Dunholm for \nreasons 1.4 (b) and (d) ",
        "Rowena Dunholm",
    ),
    ("Classified By: Classified by Ambassador Wallace T. Moorcroft.  Reason 1. \n4 (b)(d) ", "Wallace T. Moorcroft"),
]


def read(line: str) -> tuple[str, str]:
    classified_by, _ = read_classified_by(line, 0, len(line))
    return " | ".join(name.rstrip(".") for name in classified_by.names), " ".join(classified_by.reasons)


def codes(line: str) -> list[str]:
    return [issue.code for issue in read_classified_by(line, 0, len(line))[1]]


@pytest.mark.parametrize(("line", "names", "reasons"), FORMS)
def test_names_and_reasons_as_printed(line: str, names: str, reasons: str) -> None:
    assert read(line) == (names, reasons)


@pytest.mark.parametrize(("line", "names"), BROKEN)
def test_a_line_broken_within_a_word_is_put_together(line: str, names: str) -> None:
    assert read(line) == (names, "1.4(B) 1.4(D)")


def test_an_element_in_mid_text_is_read_by_its_offsets() -> None:
    text = "REF: LJUBLJANA 2210 Classified By: DCM Owen Pritchard per 1.4 (b) and (d).\n\n1. (C) Ambassador Ann Lee said 1.5."
    start = text.index("Classified")
    classified_by, issues = read_classified_by(text, start, text.index("\n"))
    assert classified_by == (("Owen Pritchard",), ("1.4(B)", "1.4(D)"))
    assert issues == []


def test_what_follows_a_blank_line_is_no_name() -> None:
    assert read("CLASSIFIED BY AMBASSADOR TOM FAIRLEY. \n \nMINISTER JOHN DOLE SPOKE")[0] == "TOM FAIRLEY"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Classified By: Ambassador for reasons 1.4 (b)", "classified-by-without-name"),
        ("Classified By: DCM XXXXXXXXXXXX for reasons 1.4 (b)", "classified-by-redacted"),
        ("Classified By: DCM Ann Lee and CDA Bob Roy, reasons 1.4 (b)", "classified-by-several"),
        ("Classified By: Envoy to Erewhon Gulch Xilo Pradt, reasons 1.4 (b)", "classified-by-guessed"),
        ("Classified By: DCM Ann Lee", "reasons-missing"),
        ("Classified By: DCM Ann Lee for reasons (b) and (d)", "reasons-without-section"),
        ("Classified By: DCM Ann Lee for reasons 1.2 (b)", "reasons-unusual-section"),
    ],
)
def test_each_doubt_leaves_its_issue(line: str, code: str) -> None:
    text = "x" * 7 + line
    _, issues = read_classified_by(text, 7, len(text))
    issue = next(issue for issue in issues if issue.code == code)
    assert code in ISSUES
    assert (issue.start_offset, issue.end_offset) == (7, len(text))


def test_a_sound_line_leaves_no_issue() -> None:
    assert codes("Classified By: Ambassador Harriet Lindgren for reasons 1.4 (b) and (d).") == []


@given(st.text(alphabet=st.sampled_from("Classified By:Dr. ,;/-()&abdx14.5\n'QXé"), max_size=300))
def test_any_text_is_read_and_names_are_printed_in_it(text: str) -> None:
    classified_by, issues = read_classified_by("Classified By: " + text, 0, len(text) + 15)
    assert all(name and "\n" not in name for name in classified_by.names)
    assert {issue.code for issue in issues} <= set(ISSUES)


@pytest.mark.parametrize("piece", ["1.4 (b) and ", "John ", "a\n", "(", "Classified by ", "to Iraq and ", "A. ", " "])
def test_a_megabyte_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    text = "Classified By: " + piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    read_classified_by(text, 0, len(text))
    assert time.perf_counter() - started < 1


AUTHORITIES = [
    ("Classified By: DCM Lucas Hembree FOR REASONS 1.4 (B) AND (D) UNDER E.O. 12958", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) and (d)\nThis cable follows.", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) (d) Unless Noted", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) d.", ("1.4(B)", "1.4(D)")),
    ("Classified By: M/Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree FOR REASONS 1.5 (B) AND (D) E.O. 12958", ("1.5(B)", "1.5(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b), (d).  (C) This message follows.", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) and (d)\n(C) Summary", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) and (d)\nA. (C) Summary", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) and (d). A senior official", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b. d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b)(d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 b d", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4, b and d", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4; (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 - (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, section 1.4, (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, 1.4 (b) and reason 1.4 (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) amd (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (b) plus (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 subsections (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 paragraphs (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons (1.4) (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, reasons 1.4 (db)", ("1.4(D)", "1.4(B)")),
    ("Classified By: DCM Lucas Hembree\n \nReason:  1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree\n \nFor reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree\n \nReason: E.O. 12958, 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree for reasons\n \n1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("CLASIFIED BY: DCM Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified Confidential by DCM Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas Hembree, Sr. Advisor, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: DCM Lucas HembreeReasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("CLASSIFIED BY EMIN/PMIN LUCAS HEMBREE, REASONS 1.4 (B) AND (D)", ("1.4(B)", "1.4(D)")),
    ("Classified By: RefCoord Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: ActgDCM Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified By: Alternate Permanent Representative Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("CLASSIFIED BY: S/SANAC DIRECTOR LUCAS HEMBREE, REASONS 1.4 (B) AND (D)", ("1.4(B)", "1.4(D)")),
    ("CLASSIFIED BY: AMB.Lucas Hembree, REASONS 1.4 (B) AND (D)", ("1.4(B)", "1.4(D)")),
    ("REASON: 1.4 (B) AND (D)\nCLASSIFIED BY: DCM LUCAS HEMBREE", ("1.4(B)", "1.4(D)")),
    ("Classified By:\n \nAmbassador Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("This message was classified by DCM Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
    ("Classified-by: DCM Lucas Hembree, reasons 1.4 (b) and (d)", ("1.4(B)", "1.4(D)")),
]


@pytest.mark.parametrize(("printed", "reasons"), AUTHORITIES)
def test_authorities_in_whole_telegrams(printed: str, reasons: tuple[str, ...]) -> None:
    source = telegram(
        "1. (C) The fair opened.\n\n2. (C) It closed.\n\nHALVORSEN",
        prefatory=f"E.O. 12958: DECL: 05/14/2018\n{TAGS}\n{SUBJECT}\n\n{printed}\n",
        line="C O N F I D E N T I A L REYKJAVIK 000311",
    )
    record = read_telegram(source)
    assert [name.upper() for name in record.cable.classified_by] == ["LUCAS HEMBREE"]
    assert record.cable.classification_reasons == reasons
    assert [p.number for p in record.paragraphs] == [1, 2]
