"""From minutes to units: the unit rules, their allotment to lines, and the split between therapist and assistant."""

import itertools


def by_midpoint(minutes, length):
    """Units of so many minutes each; one more where the midpoint of the last is passed (15: 8, 30: 16, 60: 31)."""
    whole, rest = divmod(minutes, length)
    return whole + (rest >= length // 2 + 1)


def whole_units(minutes, length):
    return minutes // length


def counting(rule):
    """How a rule counts the units of one code by itself."""
    return whole_units if rule == "full15" else by_midpoint


def pooled(minutes, stated, tie_break):
    """The 8-minute rule. minutes: {code: minutes} in the order of the input; stated: {code: units}.

    Every code gets its whole quarters; what the total earns beyond goes, one each, to the largest remainders.
    Only where equal remainders compete for too few units is there more than one answer: then the first answer (in the
    order of tie_break) that every stated number agrees with; none agrees: the first.
    """
    base = {code: m // 15 for code, m in minutes.items()}
    rest = {code: m % 15 for code, m in minutes.items()}
    left = (sum(minutes.values()) + 7) // 15 - sum(base.values())
    if left == 0:
        return base
    cut = sorted(rest.values(), reverse=True)[left - 1]
    sure = [code for code in minutes if rest[code] > cut]
    tied = [code for code in minutes if rest[code] == cut]
    if tie_break == "minutes":
        tied.sort(key=lambda code: -minutes[code])
    elif tie_break == "last":
        tied.reverse()
    first_answer = None
    for chosen in itertools.combinations(tied, left - len(sure)):
        answer = {code: base[code] + (code in sure or code in chosen) for code in minutes}
        first_answer = first_answer or answer
        if all(answer[code] == units for code, units in stated.items()):
            return answer
    return first_answer


def timed(rule, minutes, lengths, stated, tie_break):
    """Units of the timed codes by a payer's rule; only the 15-minute codes pool."""
    pool = {code: m for code, m in minutes.items() if rule == "cms" and lengths[code] == 15}
    units = pooled(pool, {code: n for code, n in stated.items() if code in pool}, tie_break)
    count = counting(rule)
    return {code: units[code] if code in pool else count(m, lengths[code]) for code, m in minutes.items()}


def allot(units, shares, length):
    """Divides the units of a code by the minutes of its shares: whole units of a share's own minutes first, the
    rest one each to the largest remainders (then more minutes, then the first share). Where there are fewer than the
    whole ones, they go one by one to the share with the most minutes that have none yet."""
    given = [minutes // length for minutes in shares]
    if sum(given) > units:
        given = [0] * len(shares)
        for _ in range(units):
            given[max(range(len(shares)), key=lambda n: shares[n] - given[n] * length)] += 1
        return given
    left = units - sum(given)
    order = sorted(range(len(shares)), key=lambda n: (-(shares[n] % length), -shares[n]))
    for n in itertools.islice(itertools.cycle(order), left):
        given[n] += 1
    return given


def split(units, therapist, assistant):
    """Units of a 15-minute code without and with the assistant's modifier, by the minutes of each.

    Whole quarters of one person are that person's. The last unit is the therapist's who gave 8 minutes or more of
    it, or where the assistant gave no more than a tenth. Of two that are left each has one, if the therapist gave 8
    minutes; else both are the assistant's, who gave most of the 16 or more.
    """
    without, with_assistant = therapist // 15, assistant // 15
    left = units - without - with_assistant
    t, a = therapist % 15, assistant % 15
    if left == 1:
        if t >= 8 or a * 10 <= t + a:
            without += 1
        else:
            with_assistant += 1
    elif left == 2 and t >= 8:
        without, with_assistant = without + 1, with_assistant + 1
    else:
        with_assistant += left
    return without, with_assistant


def mostly_assistant(therapist, assistant):
    """The 10 % test on a whole service."""
    return assistant * 10 > therapist + assistant
