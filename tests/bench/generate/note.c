/* note.c - notes of services: free text, the only place where a row of an export needs quotes. */
#include "visit.h"

enum {
    EMPTY = 270000,   /* share of plain notes that are empty */
    SAID = 300000,    /* share of notes in quotes that quote somebody */
    SEVERAL = 200000, /* share of notes in quotes that go on in a second line */
    MOST_PHRASES = 3
};

static char *phrase(char *at, struct random *random)
{
    return pen_text(at, note_phrases.items[random_below(random, note_phrases.count)]);
}

static void plain_note(struct visit *visit, uint32_t row, struct random *random)
{
    char *at = pen_down(visit);

    if (!random_chance(random, EMPTY)) {
        at = phrase(at, random);
        for (uint32_t i = random_below(random, MOST_PHRASES); i > 0; i--)
            at = phrase(pen_text(at, " / "), random);
    }
    pen_up(visit, COL_note, row, at);
}

/* Holds the delimiter, and maybe quotes and a line break. */
static void quoted_note(struct visit *visit, const struct setting *setting, uint32_t row,
                        struct random *random)
{
    char *at = phrase(pen_down(visit), random);

    *at++ = setting->delimiter;
    at = phrase(pen_text(at, " "), random);
    if (random_chance(random, SAID))
        at = pen_text(at, " - patient reports \"better\"");
    if (random_chance(random, SEVERAL))
        at = phrase(pen_text(at, setting->line_end), random);
    pen_up(visit, COL_note, row, at);
}

void note_make(struct visit *visit, const struct setting *setting, uint32_t row,
               struct random *random)
{
    if (random_chance(random, setting->quoted))
        quoted_note(visit, setting, row, random);
    else
        plain_note(visit, row, random);
}
