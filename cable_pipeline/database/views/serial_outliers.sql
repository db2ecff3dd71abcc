-- Serial numbers far above all others of the same post and year, which coverage and the windows of ghost cables leave
-- out. What makes an outlier is told in serial_numbers.
-- upstream: serial_numbers
-- column cable_id: the cable
-- column post: token of the post
-- column year: year of the id
-- column serial_number: the serial number that stands out
-- column highest_below: the highest serial number of the post and year below the gap
-- column seen_below: how many serial numbers lie below the gap
SELECT cable_id, post, year, serial_number, highest_below, seen_below
FROM serial_numbers
WHERE is_outlier
