/* xml_sessions.h - the sessions of an XML export and their rows, with the bytes they take.
 *
 *     <sessions xmlns="urn:claimline:sessions:1">
 *       <session session_id="1" ...><service code="97110" minutes="23"/>...</session>
 *     </sessions>
 *
 * A session's bytes are divided among its services: the first one's go from `<session` to
 * its own end, the last one's up to the end of the session. A session is one row alone where
 * it has no service, where no session_id can be read (it is held whole), and where its first
 * row is longer than a record may be. What stands between sessions is blank. */
#ifndef CORE_READ_XML_SESSIONS_H
#define CORE_READ_XML_SESSIONS_H

#include "base/arena.h"
#include "base/csv.h"
#include "base/problem.h"
#include "model/finding.h"
#include "source/input.h"

#include <stdbool.h>
#include <stdint.h>

struct xml_value {
    enum column column;
    struct cl_text text;
};

struct xml_note {
    enum finding_id id;
    enum column column;
    struct cl_text message;
};

/* What a tag says. */
struct xml_element {
    struct xml_value *values;
    size_t value_count;
    struct xml_note *notes;
    size_t note_count;
    uint64_t line;
};

struct xml_row {
    const struct xml_element *session;
    const struct xml_element *service; /* NULL: there is none */
    uint64_t serial;                   /* another one where `session` says something else */
    bool first;                        /* of its session */
    uint64_t begin, end;
    uint64_t blank; /* bytes of no row, up to its session */
    bool closed;    /* its bytes end at `end`; else there may be more of them */
};

struct xml_root {
    struct cl_text text; /* an XML declaration and the root's start tag */
    struct cl_text end;  /* the root's end tag, with a line end */
    uint64_t line, bytes;
    uint64_t lines; /* physical, up to its end */
    bool is_empty;  /* it ends itself */
    struct xml_note *notes;
    size_t note_count;
};

struct xml_sessions;

/* Both are borrowed. */
struct xml_sessions *xml_sessions_open(struct input *input, const char *path);
void xml_sessions_close(struct xml_sessions *sessions); /* takes NULL */

/* Reads on as if nothing had been read of `whole` but its root's start tag, behind physical line
 * `lines`. *out is NULL, or what this function made for another text. */
struct xml_text {
    struct cl_text text; /* all of it, which stays; else it comes from `source` */
    struct csv_source source;
    uint64_t lines;
    bool may_end, may_go_on; /* with it, the document */
};

int xml_sessions_part(struct xml_sessions **out, const struct xml_sessions *whole,
                      const struct xml_text *text, struct problem *problem);

/* Reads up to the root's start tag. Valid until close. */
int xml_sessions_root(struct xml_sessions *sessions, const struct xml_root **out,
                      struct problem *problem);

/* The row whose turn it is: closed, or longer than CSV_MAX_RECORD. 1, 0 at the end, -1 with a
 * problem. It stays the same one until xml_sessions_pass(). */
int xml_sessions_row(struct xml_sessions *sessions, const struct xml_row **out,
                     struct problem *problem);

/* The bytes of that row that were not taken yet, up to `end`; valid until the next reading. */
struct cl_text xml_sessions_take(struct xml_sessions *sessions);

/* Reads on within that row, which is not closed; it may lie elsewhere then. */
int xml_sessions_more(struct xml_sessions *sessions, const struct xml_row **out,
                      struct problem *problem);

/* The row is done with. */
void xml_sessions_pass(struct xml_sessions *sessions);

/* The text that was read, from a row on, or, where it is NULL, from behind the root's start tag;
 * valid until the next reading. */
struct cl_text xml_sessions_rest(const struct xml_sessions *sessions, const struct xml_row *row);

/* Up to the row, or, where it is NULL, in all. */
uint64_t xml_sessions_bytes_to(const struct xml_sessions *sessions, const struct xml_row *row);

uint64_t xml_sessions_blank_bytes(const struct xml_sessions *sessions);
uint64_t xml_sessions_lines(const struct xml_sessions *sessions);

#endif
