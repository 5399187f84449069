/* split.c - see split.h. */
#include "split.h"

#include "base/text.h"

#include <claimline/write.h>

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

static const struct {
    const char *text;
    enum split_kind kind;
} placeholders[] = {
    { "{code}", SPLIT_CODE },
    { "{payer}", SPLIT_PAYER },
    { "{date}", SPLIT_DATE },
};

enum { PLACEHOLDERS = sizeof(placeholders) / sizeof(placeholders[0]), CODE_BYTES = 5 };

static bool starts_with(struct cl_text text, const char *start)
{
    size_t length = strlen(start);

    return text.length >= length && memcmp(text.data, start, length) == 0;
}

static struct cl_text skip(struct cl_text text, size_t count)
{
    return (struct cl_text){ text.data + count, text.length - count };
}

static int check_folder(struct cl_text folder, struct problem *problem)
{
    for (struct cl_text rest = folder; rest.length > 0; rest = skip(rest, 1)) {
        for (size_t i = 0; i < PLACEHOLDERS; i++) {
            if (starts_with(rest, placeholders[i].text))
                return problem_usage(problem,
                                     "%s must stand in the name of the file: folders are never "
                                     "created",
                                     placeholders[i].text);
        }
    }
    return 0;
}

static int unknown_placeholder(struct cl_text name, struct problem *problem)
{
    const char *end = memchr(name.data, '}', name.length);
    char shown[TEXT_SHOWN];

    if (end != NULL)
        name.length = (size_t)(end - name.data) + 1;
    return problem_usage(problem, "a path cannot hold %s (there are: {code}, {payer}, {date})",
                         text_show(shown, name));
}

/* The piece at the start of `name`; its bytes are cut off. */
static int next_piece(struct split_piece *piece, struct cl_text *name, struct problem *problem)
{
    const char *brace = memchr(name->data, '{', name->length);
    size_t length = brace != NULL ? (size_t)(brace - name->data) : name->length;

    if (length > 0) {
        *piece = (struct split_piece){ SPLIT_LITERAL, { name->data, length } };
        *name = skip(*name, length);
        return 0;
    }
    for (size_t i = 0; i < PLACEHOLDERS; i++) {
        if (starts_with(*name, placeholders[i].text)) {
            *piece = (struct split_piece){ placeholders[i].kind, TEXT_NONE };
            *name = skip(*name, strlen(placeholders[i].text));
            return 0;
        }
    }
    return unknown_placeholder(*name, problem);
}

/* One that stood twice would say nothing new, and cost much where names are matched. */
static bool stands_before(const struct split *split, const struct split_piece *piece)
{
    for (const struct split_piece *other = split->pieces; other < piece; other++) {
        if (other->kind == piece->kind)
            return true;
    }
    return false;
}

int split_parse(struct split *split, const char *path, struct arena *arena, struct problem *problem)
{
    const char *slash = strrchr(path, '/');
    size_t before = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    struct cl_text name = text_of(path + before);

    *split = (struct split){ .folder = { path, before } };
    if (check_folder(split->folder, problem) < 0)
        return -1;
    split->pieces = arena_alloc_array(arena, name.length, sizeof(*split->pieces));
    while (name.length > 0) {
        struct split_piece *piece = &split->pieces[split->count++];

        if (next_piece(piece, &name, problem) < 0)
            return -1;
        if (piece->kind != SPLIT_LITERAL && stands_before(split, piece))
            return problem_usage(problem, "a placeholder stands twice in a path");
        split->active |= piece->kind != SPLIT_LITERAL;
        split->by_code |= piece->kind == SPLIT_CODE;
    }
    return 0;
}

static struct cl_text encode(struct cl_text value, struct arena *arena)
{
    char *out = arena_alloc(arena, value.length * 3 + 4);
    size_t used = text_encode_name(out, value);

    /* No text holds a NUL: an absent value gets a name of its own, too. */
    if (used == 0)
        used = text_encode_name(out, (struct cl_text){ "", 1 });
    return (struct cl_text){ out, used };
}

/* The bytes that a piece stands for. */
static struct cl_text render(const struct split_piece *piece, const struct cl_claim *claim,
                             struct cl_text code, struct arena *arena)
{
    char scratch[CL_SCRATCH];

    switch (piece->kind) {
    case SPLIT_CODE:
        return encode(code, arena);
    case SPLIT_PAYER:
        return encode(claim->payer->id, arena);
    case SPLIT_DATE:
        return encode(cl_format_date(scratch, claim->service_date), arena);
    default:
        return piece->literal;
    }
}

static struct cl_text join(struct cl_text a, struct cl_text b, struct arena *arena)
{
    char *joined = arena_alloc(arena, a.length + b.length + 1);

    memcpy(joined, a.data, a.length);
    memcpy(joined + a.length, b.data, b.length);
    return (struct cl_text){ joined, a.length + b.length };
}

struct cl_text split_key(const struct split *split, const struct cl_claim *claim,
                         struct cl_text code, struct arena *arena)
{
    struct cl_text key = TEXT_NONE;

    for (size_t i = 0; i < split->count; i++) {
        if (split->pieces[i].kind == SPLIT_LITERAL)
            continue;
        key = join(key, render(&split->pieces[i], claim, code, arena), arena);
        key = join(key, text_of("/"), arena); /* in no value: encoded there */
    }
    return key;
}

struct cl_text split_path(const struct split *split, const struct cl_claim *claim,
                          struct cl_text code, struct arena *arena)
{
    struct cl_text path = split->folder;

    for (size_t i = 0; i < split->count; i++)
        path = join(path, render(&split->pieces[i], claim, code, arena), arena);
    return path;
}

static bool is_hex(char byte)
{
    return text_is_digit(byte) || (byte >= 'A' && byte <= 'F');
}

/* The length of one unit of an encoded value at the start of `name`: 1, 3 or 0. */
static size_t unit_length(struct cl_text name)
{
    if (name.length >= 1 && text_is_plain(name.data[0]))
        return 1;
    if (name.length >= 3 && name.data[0] == '%' && is_hex(name.data[1]) && is_hex(name.data[2]))
        return 3;
    return 0;
}

static bool is_date(struct cl_text value)
{
    static const char form[] = "dddd-dd-dd";

    if (value.length != sizeof(form) - 1)
        return false;
    for (size_t i = 0; i < value.length; i++) {
        if (form[i] == 'd' ? !text_is_digit(value.data[i]) : value.data[i] != form[i])
            return false;
    }
    return true;
}

static bool is_code(struct cl_text value)
{
    if (value.length != CODE_BYTES)
        return false;
    /* 97110, G0283, 0552T: letters stand only at the ends. */
    for (size_t i = 0; i < value.length; i++) {
        bool end = i == 0 || i == CODE_BYTES - 1;

        if (!text_is_digit(value.data[i]) && (!end || value.data[i] < 'A' || value.data[i] > 'Z'))
            return false;
    }
    return true;
}

static bool is_value(enum split_kind kind, struct cl_text value)
{
    return kind == SPLIT_DATE ? is_date(value) : kind == SPLIT_CODE ? is_code(value) : true;
}

/* Whether `name` has the form of the pieces from `index` on, so that a run may have
 * written it: codes and dates look like codes and dates. */
static bool matches(const struct split *split, size_t index, struct cl_text name)
{
    const struct split_piece *piece = &split->pieces[index];
    size_t length = 0;
    size_t unit;

    if (index == split->count)
        return name.length == 0;
    if (piece->kind == SPLIT_LITERAL) {
        length = piece->literal.length;
        return name.length >= length && memcmp(name.data, piece->literal.data, length) == 0 &&
               matches(split, index + 1, skip(name, length));
    }
    while ((unit = unit_length(skip(name, length))) != 0) {
        length += unit;
        if (is_value(piece->kind, (struct cl_text){ name.data, length }) &&
            matches(split, index + 1, skip(name, length)))
            return true;
    }
    return false;
}

/* A file or a link to one, which an output would take the place of. */
static bool is_replaceable(const char *path)
{
    struct stat status;

    if (lstat(path, &status) != 0)
        return false;
    /* A link is taken where it leads to a file, or to nothing. */
    if (S_ISLNK(status.st_mode) && stat(path, &status) != 0)
        return errno == ENOENT;
    return S_ISREG(status.st_mode);
}

/* Finds what has the form of an earlier run's files: marks it for removal with
 * `replace`, and returns the first in byte order; NULL: none. */
static const char *scan_folder(const struct split *split, DIR *folder, bool replace,
                               struct publication *publication, struct arena *arena)
{
    const struct dirent *entry;
    struct cl_text first = { NULL, 0 };

    while ((entry = readdir(folder)) != NULL) {
        struct cl_text name = text_of(entry->d_name);
        struct cl_text path;

        if (!matches(split, 0, name))
            continue;
        path = join(split->folder, name, arena);
        if (!is_replaceable(path.data))
            continue;
        if (replace)
            publication_remove_stale(publication, path.data, split);
        if (first.data == NULL || text_compare(path, first) < 0)
            first = path;
    }
    return first.data;
}

int split_scan(const struct split *split, const char *path, bool replace,
               struct publication *publication, struct problem *problem)
{
    struct arena arena = { 0 };
    struct cl_text name = join(split->folder, TEXT_NONE, &arena);
    DIR *folder = opendir(name.length > 0 ? name.data : ".");
    char shown[TEXT_SHOWN];
    const char *first;
    int result = 0;

    if (folder == NULL) {
        result = problem_errno(problem, "cannot write", path, errno);
    } else {
        first = scan_folder(split, folder, replace, publication, &arena);
        if (first != NULL && !replace)
            result = problem_usage(problem,
                                   "%s is there already: --replace writes over the files of this "
                                   "pattern and removes the stale ones",
                                   text_show_string(shown, first));
        (void)closedir(folder);
    }
    arena_finish(&arena);
    return result;
}
