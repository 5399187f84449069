# The job in awk: mawk -v timed=CODES -f job.awk EXPORT
# It splits at every comma and at every line end, quotes or not. That it is right all the same is
# luck: the notes, which hold both, are the last column, and a line that begins within
# a note has fewer fields than a row.
BEGIN {
    FS = ","
    count = split(timed, codes, ",")
    for (i = 1; i <= count; i++)
        is_timed[codes[i]] = 1
    print "session_id,code,units,minutes,charge"
    lines = 0
}

function end_session(    i, j, best, total, given, left) {
    total = given = 0
    for (i = 1; i <= lines; i++) {
        units[i] = 1
        rest[i] = 0
        if (code[i] in is_timed) {
            rest[i] = minutes[i] % 15
            units[i] = (minutes[i] - rest[i]) / 15
            total += minutes[i]
            given += units[i]
        }
    }
    for (left = int((total + 7) / 15) - given; left > 0; left--) {
        best = 1
        for (i = 2; i <= lines; i++)
            if (rest[i] > rest[best] || (rest[i] == rest[best] && minutes[i] > minutes[best]))
                best = i
        units[best]++
        rest[best] = 0
    }
    for (i = 1; i <= lines; i++)
        if (units[i] > 0)
            printf "%s,%s,%d,%d,%.2f\n", session, code[i], units[i], minutes[i], units[i] * charge[i]
    lines = 0
    split("", place)
}

NR == 1 {
    fields = NF
    for (i = 1; i <= NF; i++)
        at[$i] = i
    a = at["session_id"]; b = at["code"]; c = at["minutes"]; d = at["unit_charge"]
    next
}

NF < fields { next }

{
    if ($a != session) {
        end_session()
        session = $a
    }
    if (!($b in place)) {
        place[$b] = ++lines
        code[lines] = $b
        minutes[lines] = 0
        charge[lines] = $d
    }
    minutes[place[$b]] += $c
}

END { end_session() }
