/* test_read_map_mistakes.c - each mistake in a column map, or a table beside it, gives one clear
 * line. */
#include "temporary_input.h"

#include "read/column_map.h"

#include "base/problem.h"

#include <sys/stat.h>

/* All that a map needs, in ten lines. */
#define MAP                                                                                        \
    "[columns]\nsession_id = Visit\nservice_date = Date\npatient_id = Patient\npayer_id = Payer\n" \
    "payer_class = Class\nrendering_npi = NPI\ndiagnoses = Dx\ncode = CPT\nunits = Units\n"

/* The same without some of it. */
#define WITHOUT_CODE                                                                               \
    "[columns]\nsession_id = Visit\nservice_date = Date\npatient_id = Patient\npayer_id = Payer\n" \
    "payer_class = Class\nrendering_npi = NPI\ndiagnoses = Dx\n"
#define WITHOUT_ID                                                                                 \
    "[columns]\nservice_date = Date\npatient_id = Patient\npayer_id = Payer\n"                     \
    "payer_class = Class\nrendering_npi = NPI\ndiagnoses = Dx\ncode = CPT\n"
#define TABLE "[lookup t]\nfile = table.csv\nkey = name\n"

static const char table[] = "name,npi,class,pos\nDoe,1999000015,medicare,11\n\"Roe, R\",,va,\n";

static const struct {
    const char *text;
    const char *told; /* behind the name of the file */
} mistakes[] = {
    /* lines */
    { "", ":1: file: holds no [section]" },
    { "# nothing\n", ":1: file: holds no [section]" },
    { "code = CPT\n", ":1: code: stands before the first [section]" },
    { "session_id,code\n", ":1: session_id,code: is none of [section], KEY = VALUE" },
    { "[columns\n", ":1: [columns: lacks its ]" },
    { "[columns] code = CPT\n", ":1: [columns] code = CPT: lacks its ], or something" },
    { "[]\n", ":1: []: names no section" },
    { MAP "[columns]\n", ":11: [columns]: stands twice" },
    { MAP "[Units]\n", ":11: Units: the map says twice where this column comes from" },
    { MAP "code = Other\n", ":11: code: stands twice in this section" },
    { MAP "= Other\n", ":11: line: has no key before its value" },
    { MAP "note = \"Note\n", ":11: note: a quote is not closed" },
    { MAP "# caf\xe9\n", ":11: line: is not clean UTF-8" },
    { MAP "note = N\rother = O\n", ":11: line: is not clean UTF-8" },
    /* sections and columns */
    { MAP "[column]\n", ":11: column: is none of [map], [columns]" },
    { MAP "cpt_code = CPT\n", ":11: cpt_code: is no column of this program" },
    { MAP "[lookup]\nfile = t.csv\n", ":11: lookup: is none of [map]" },
    { MAP "note =\n", ":11: note: names no column of the export" },
    { MAP "note = A | | B\n", ":11: note: names no column of the export" },
    { MAP "note = A | b | \"A\"\n", ":11: note: names a column twice" },
    { MAP "note = Note {1-3\n", ":11: note: has a { without its }" },
    { MAP "note = Note {3-1}\n", ":11: note: is numbered, but not like {n} or {1-12}" },
    { MAP "note = Note {m}\n", ":11: note: is numbered, but not like" },
    { MAP "note = Note {n}\n", ":11: note: {n} needs services = NUMBER in [map]" },
    { MAP "note = Note {0-99}\n", ":11: note: names more than 64 columns" },
    /* [map] */
    { MAP "[map]\nservice = 3\n", ":12: service: is none of about, header, totals" },
    { MAP "[map]\nheader = 0\n", ":12: header: is neither search nor a line" },
    { MAP "[map]\nheader = third\n", ":12: header: is neither search nor a line" },
    { MAP "[map]\nservices = 51\n", ":12: services: is no number from 1 to 50" },
    { MAP "[map]\nservices = 0\n", ":12: services: is no number from 1 to 50" },
    { MAP "[map]\nservices = 3\n", ":9: code: must come from a column with {n}" },
    { MAP "[map]\ntotals = Total | *\n", ":12: totals: has a piece that any row begins with" },
    { MAP "[map]\nno_service = drop\n", ":12: no_service: is neither hold nor skip" },
    { MAP "[map]\npivot = 100\n", ":12: pivot: is no number from 0 to 99" },
    { MAP "[map]\npivot = -1\n", ":12: pivot: is no number from 0 to 99" },
    { MAP "[map]\nmoney = $\n", ":12: money: is none of point (1,234.50), comma" },
    { MAP "[map]\ndates =\n", ":12: dates: has no value" },
    { MAP "[map]\ndates = M/D\n", ":12: dates: is no form of dates: it needs one year" },
    { MAP "[map]\ndates = M/D/YY\n", ":12: dates: YY needs a pivot" },
    { MAP "[map]\ndates = mm/dd/yyyy\n", ":12: dates: is no form of dates: it is made of" },
    /* [skip], [require] */
    { MAP "[skip]\nStatus =\n", ":12: Status: has no value (for an empty cell write \"\")" },
    { MAP "[require]\nStatus = *\n", ":12: Status: would be so for every row" },
    /* [constants] */
    { MAP "[constants]\nplace_of_service = office\n", ":12: place_of_service: is not a value of" },
    { MAP "[constants]\nbilling_npi = 1999000016\n", ":12: billing_npi: is not a value of the" },
    { MAP "[constants]\ndiscipline =\n", ":12: discipline: is not a value of the column" },
    { MAP "[constants]\nunits = 1\n", ":12: units: the map says twice" },
    { WITHOUT_CODE "[constants]\ncode = 97110\n", ":10: code: must come from a column that every" },
    /* sections of columns */
    { MAP "[note]\n", ":11: note: says none of from, value, key" },
    { MAP "[note]\nfrom = A\nvalue = B\n", ":13: value: says all there is" },
    { MAP "[note]\nfrom = A\nform = B\n", ":13: form: is none of from, value, default" },
    { MAP "[note]\nfrom = A\nlist = comma\n", ":13: list: goes with diagnoses, modifiers" },
    { MAP "[modifiers]\nfrom = A\nlist = commas\n", ":13: list: is none of comma, semicolon" },
    { MAP "[modifiers]\nfrom = A | B\njoin = ,\n", ":13: join: is not for lists" },
    { MAP "[note]\nfrom = A\ntake = half\n", ":13: take: is none of before TEXT" },
    { MAP "[note]\nfrom = A\ntake = before\n", ":13: take: names no text that is looked for" },
    { MAP "[note]\nfrom = A\ndate = M/D/YYYY\n", ":13: date: goes with columns of dates only" },
    { MAP "[onset_date]\nfrom = A\ndate = M/D/YY\n", ":12: date: YY needs a pivot" },
    { MAP "[onset_date]\nfrom = A\npivot = 30\n", ":13: pivot: goes with a date that has YY" },
    { MAP "[onset_date]\nfrom = A\ndate = MDYYYY\n", ":12: date: has a number of one or two" },
    { MAP "[note]\nfrom = A\nmoney = point\n", ":13: money: goes with columns of amounts only" },
    { MAP "[line_charge]\nfrom = A\nnegative = drop\n", ":13: negative: is none of hold, empty" },
    { MAP "[minutes]\nfrom = A\nhours = no\n", ":13: hours: is not yes" },
    { MAP "[note]\nfrom = A\nhours = yes\n", ":13: hours: goes with columns of minutes only" },
    { MAP "[note]\nfrom = A\nmissing = empty\n", ":13: missing: goes with lookup only" },
    { MAP "[discipline]\nfrom = A\ndefault = XT\n", ":13: default: is not a value of the column" },
    { MAP "[note]\nkey = patient_id\n", ":12: key: is for [session_id] and [patient_id] only" },
    /* keys */
    { WITHOUT_ID, ":1: session_id: the map does not give this column" },
    { WITHOUT_ID "[session_id]\nkey = Visit\n", ":10: key: names what is no other column" },
    { WITHOUT_ID "[session_id]\nkey = session_id\n", ":10: key: names what is no other column" },
    { WITHOUT_ID "[session_id]\nkey = patient_id | member_id\n",
      ":9: member_id: is a part of the key, but the map does not give it" },
    { WITHOUT_ID "[session_id]\nkey = patient_id\nfrom = Visit\n", ":10: key: says all there is" },
    /* values */
    { MAP "[values cpt]\nA = B\n", ":11: cpt: is no column of this program" },
    { MAP "[values payer_class]\n", ":11: values payer_class: lists no values" },
    { MAP "[values payer_class]\nBlue = commerce\n",
      ":12: commerce: is not a value of the column" },
    { MAP "[values payer_class]\n* = drop\n", ":12: drop: is neither hold, nor keep, nor a value" },
    { MAP "[values payer_class]\nA  b = va\na B = auto\n",
      ":13: a B: stands twice in this section" },
    { MAP "[values status]\nA = completed\n", ":11: status: comes from no column of the export" },
    { MAP "[values payer_class from Type]\nA = va\n", ":11: payer_class: does not come from this" },
    { MAP "[values payer_class of Class]\nA = va\n", ":11: values payer_class of Class: is not" },
    /* look-ups */
    { MAP "[lookup t]\nfile = table.csv\n", ":11: lookup t: needs file = NAME.csv and key" },
    { MAP "[lookup t]\nfile =\nkey = name\n", ":12: file: has no value" },
    { MAP TABLE "keys = name\n", ":14: keys: is none of file, key, name_keys" },
    { MAP TABLE "name_keys = perhaps\n", ":14: name_keys: is neither yes nor no" },
    { MAP TABLE, ":11: t: no column looks anything up in this table" },
    { MAP TABLE "[billing_npi]\nfrom = A\nlookup = u npi\n",
      ":16: lookup: names no [lookup TABLE]" },
    { MAP TABLE "[billing_npi]\nfrom = A\nlookup = t nip\n",
      ":16: lookup: names a column that the" },
    { MAP TABLE "[billing_npi]\nfrom = A\nlookup = t\n", ":16: lookup: is not of the form TABLE" },
    { MAP TABLE "[service_date]\nfrom = A\nlookup = t npi\ndate = M/D/YYYY\n",
      ":14: service_date: the map says twice" },
    { MAP TABLE "[onset_date]\nfrom = A\nlookup = t npi\ndate = M/D/YYYY\n",
      ":17: date: contradicts another key" },
    /* services side by side */
    { WITHOUT_CODE "[map]\nservices = 2\n[code]\nfrom = CPT{n}\n[note]\nfrom = N{n}\n"
                   "[patient_phone]\nfrom = P{n}\n",
      ":16: from: {n} is for what belongs to a service" },
    { WITHOUT_CODE "[code]\nfrom = CPT?\n", ":10: code: must come from a column that every" },
};

/* Mistakes of the table: what it holds, and the line behind its name. */
static const struct {
    const char *text;
    const char *told;
} tables[] = {
    { "", ":1: file: is empty; a header is expected" },
    { "nam,npi\nDoe,1999000015\n", ":1: name: the column of keys is missing" },
    { "name,npi,NPI\nDoe,1999000015,1\n", ":1: NPI: the column stands twice" },
    { "name,npi,\nDoe,1999000015,1\n", ":1: header: has a column without a name" },
    { "name,npi\nDoe\n", ":2: row: has not as many fields as the header" },
    { "name,npi\nDoe,\"19\n", ":2: row: is not well-formed CSV" },
    { "name,npi\nDo\xe9,1999000015\n", ":2: row: is not clean UTF-8 text" },
    { "name,npi\n,1999000015\n", ":2: name: is empty" },
    { "name,npi\nDoe,1999000015\ndoe ,1999000023\n", ":3: doe: stands twice, with other cells" },
    { "name,npi\nDoe,1999000016\n", ":2: npi: is not a value of billing_npi" },
    { "name,npi\nDoe,1999000015\nRoe,12\n", ":3: npi: is not a value of billing_npi" },
};

struct folder {
    char path[32], map[64], table[64];
};

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void make_folder(struct folder *folder)
{
    strcpy(folder->path, "/tmp/claimline-map-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(folder->map, sizeof(folder->map), "%s/map.ini", folder->path);
    (void)snprintf(folder->table, sizeof(folder->table), "%s/table.csv", folder->path);
}

static void remove_folder(const struct folder *folder)
{
    (void)unlink(folder->map);
    (void)unlink(folder->table);
    assert_int_equal(rmdir(folder->path), 0);
}

static void check_mistake(const struct folder *folder, const char *file, const char *told,
                          size_t row)
{
    struct problem problem = { 0 };
    struct column_map *map;
    size_t length = strlen(file);

    if (column_map_load(&map, folder->map, &problem) == 0)
        fail_msg("row %zu is accepted", row);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
    assert_null(strchr(problem.text, '\n'));
    if (strncmp(problem.text, file, length) != 0 ||
        strncmp(problem.text + length, told, strlen(told)) != 0)
        fail_msg("row %zu: %s", row, problem.text);
}

static void mistakes_name_file_line_and_key(void **state)
{
    struct folder folder;

    (void)state;
    make_folder(&folder);
    write_file(folder.table, table);
    for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
        write_file(folder.map, mistakes[i].text);
        check_mistake(&folder, folder.map, mistakes[i].told, i);
    }
    remove_folder(&folder);
}

static void tables_are_checked(void **state)
{
    struct folder folder;

    (void)state;
    make_folder(&folder);
    write_file(folder.map, MAP TABLE "[billing_npi]\nfrom = A\nlookup = t npi\n");
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        write_file(folder.table, tables[i].text);
        check_mistake(&folder, folder.table, tables[i].told, i);
    }
    remove_folder(&folder);
}

static void files_that_cannot_be_read_are_mistakes(void **state)
{
    struct folder folder;
    struct problem problem = { 0 };
    struct column_map *map;

    (void)state;
    make_folder(&folder);
    assert_int_equal(column_map_load(&map, folder.map, &problem), -1);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
    assert_non_null(strstr(problem.text, "map.ini: No such file"));
    write_file(folder.map, MAP TABLE "[billing_npi]\nfrom = A\nlookup = t npi\n");
    problem = (struct problem){ 0 };
    assert_int_equal(column_map_load(&map, folder.map, &problem), -1);
    assert_int_equal(problem.status, EXIT_BAD_USAGE);
    assert_non_null(strstr(problem.text, "table.csv: No such file"));
    remove_folder(&folder);
}

/* What looks odd and is fine. */
static void maps_that_are_fine(void **state)
{
    static const char *const fine[] = {
        MAP,
        "\xef\xbb\xbf" MAP,
        "; note\r\n\r\n" MAP "  note = Note\r\n",
        MAP "[note]\nfrom = \"A | B?\" | C? | Note {1-3}\njoin = \", \"\nempty = n/a | -\n",
        MAP "[values payer_class]\nMedicare* = medicare\n\"*\" = va\n* = other\n",
        MAP "[values payer_class]\nA = \"\"\n* = keep\n[values payer_class from Class]\nB = va\n",
        MAP TABLE "[billing_npi]\nfrom = A\nlookup = t npi\nmissing = empty\n",
        WITHOUT_ID "[session_id]\nkey = patient_id | service_date | rendering_npi\n",
        MAP "[map]\ndates = M/D/YY | YYYY-MM-DD\npivot = 0\nheader = search\nmoney = comma\n",
    };
    struct folder folder;

    (void)state;
    make_folder(&folder);
    write_file(folder.table, table);
    for (size_t i = 0; i < COUNT_OF(fine); i++) {
        struct problem problem = { 0 };
        struct column_map *map;

        write_file(folder.map, fine[i]);
        if (column_map_load(&map, folder.map, &problem) < 0)
            fail_msg("row %zu: %s", i, problem.text);
        column_map_destroy(map);
    }
    remove_folder(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_name_file_line_and_key),
        cmocka_unit_test(tables_are_checked),
        cmocka_unit_test(files_that_cannot_be_read_are_mistakes),
        cmocka_unit_test(maps_that_are_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
