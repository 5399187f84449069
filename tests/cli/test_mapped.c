/* test_mapped.c - exports with columns of their own, by a column map, as a user runs it. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

#define MAP "[map]\ntotals = Total*\n" MAP_OF_COLUMNS
#define MAP_OF_COLUMNS                                                                             \
    "dates = M/D/YYYY\n"                                                                           \
    "[columns]\nsession_id = Visit\nservice_date = DOS\npatient_id = Chart\npatient_last_name = "  \
    "Name\ncode = CPT\nminutes = Min\nunit_charge = Rate?\ndiagnoses = Dx\npayer_name = Plan\n"    \
    "[constants]\ndiscipline = PT\n"                                                               \
    "[payer_id]\nfrom = Plan\nlookup = plans id\n[payer_class]\nfrom = Plan\nlookup = plans "      \
    "class\n"                                                                                      \
    "[rendering_npi]\nfrom = Therapist\nlookup = staff npi\n"                                      \
    "[lookup plans]\nfile = plans.csv\nkey = plan\n[lookup staff]\nfile = staff.csv\nkey = name\n"

static const char plans[] = "plan,id,class\nBlue Fin,BLUEFIN,commercial\nMedicare,MCR,medicare\n";
static const char staff[] = "name,npi\n\"Doe, Jane\",1999000015\n";

#define HEADER "Chart,Visit,DOS,Name,Plan,Therapist,Dx,CPT,Min,Rate,Internal\n"
#define ROW(visit, code, minutes)                                                                  \
    "77," visit ",4/1/2026,Secretname,Blue Fin,\"Doe, Jane\",M54.50," code "," minutes ",$40.00,"  \
    "x\n"

static void write_map(const struct cli *cli)
{
    cli_write(cli, "map.ini", MAP);
    cli_write(cli, "plans.csv", plans);
    cli_write(cli, "staff.csv", staff);
}

/* Converts `export`, written as in.csv. */
static int convert(struct cli *cli, const char *export)
{
    cli_write(cli, "in.csv", export);
    return cli_run(cli, "convert", "in.csv", "--map", "map.ini", "--to", "csv:o.csv", "--set",
                   "columns=session_id,code,units,charge", "--held", "held.csv", "--findings",
                   "f.json", "--summary", "sum.json", "--replace", "--date", "2026-06-30");
}

static void lines_are_made(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    assert_int_equal(convert(cli, HEADER ROW("V1", "97110", "30") ROW("V1", "97140", "15.0")),
                     ALL_WRITTEN);
    cli_expect_file(cli, "o.csv",
                    "session_id,code,units,charge\nV1,97110,2,80.00\nV1,97140,1,40.00\n");
    cli_expect(cli, ALL_WRITTEN, "columns of the export that are not in the map and ignored: 1");
    cli_expect_sums(cli, "sum.json");
}

/* Cells of a header that a spreadsheet broke into lines, or that blanks were typed into. */
static void headers_with_line_breaks(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    assert_int_equal(convert(cli,
                             "Report\n Chart ,\"V\nisit\",D O S,Name,\"Plan\r\n\",Therapist,Dx,"
                             "\"C P\xc2\xa0T\",Min,Rate,Internal\n" ROW("V1", "97110", "30")),
                     ALL_WRITTEN);
    cli_expect_file(cli, "o.csv", "session_id,code,units,charge\nV1,97110,2,80.00\n");
}

/* What is held are the export's own rows, under its own header, and they can be read again. */
static void held_rows_are_the_exports(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    assert_int_equal(convert(cli, "Report of June\n\n" HEADER ROW("V1", "97110", "30")
                                      ROW("V2", "97110", "thirty") "Total,,,,,,,,45,,\n"),
                     SOME_HELD);
    cli_expect_file(cli, "held.csv",
                    "claimline_held," HEADER "5 map.form," ROW("V2", "97110", "thirty"));
    cli_expect(cli, SOME_HELD, "in.csv:5: error: minutes: field 9 (Min) is not a whole number");
    cli_expect(cli, SOME_HELD, "lines above the header that are no rows: 2");
    cli_expect(cli, SOME_HELD, "what the map skips): 1 [map.rows]");
    cli_expect_in_file(cli, "f.json", "\"column\":\"minutes\",\"field\":9");
    assert_int_equal(convert(cli, "claimline_held," HEADER "5 map.form," ROW("V2", "97110", "30")),
                     ALL_WRITTEN);
    cli_expect_file(cli, "o.csv", "session_id,code,units,charge\nV2,97110,2,80.00\n");
}

/* A header whose line is stated: a held file has it in its first. */
static void a_stated_line_is_the_header(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    cli_write(cli, "map.ini", MAP "[map ]\n");
    assert_int_equal(convert(cli, HEADER), BAD_USAGE); /* sections stand once */
    cli_write(cli, "map.ini", "[map]\nheader = 3\n" MAP_OF_COLUMNS);
    assert_int_equal(convert(cli, HEADER ROW("V0", "97110", "30") HEADER ROW("V1", "97110", "x")),
                     SOME_HELD);
    cli_expect_file(cli, "held.csv",
                    "claimline_held," HEADER "4 map.form," ROW("V1", "97110", "x"));
    assert_int_equal(convert(cli, "claimline_held," HEADER "4 map.form," ROW("V1", "97110", "15")),
                     ALL_WRITTEN);
    assert_int_equal(convert(cli, HEADER ROW("V1", "97110", "30")), FAILED);
    cli_expect(cli, FAILED, "no field of the line that the map states names a column");
}

static void a_lookup_names_no_key_unasked(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    assert_int_equal(convert(cli,
                             HEADER "77,V1,4/1/2026,Secretname,Secretplan,\"Doe, Jane\",M54.50,"
                                    "97110,30,40,x\n"),
                     SOME_HELD);
    cli_expect(cli, SOME_HELD, "field 5 (Plan) holds a key that plans.csv has not [map.lookup]");
    cli_expect_silence_on(cli, "Secret");
    assert_int_equal(cli_run(cli, "map", "show", "in.csv", "--map", "map.ini", "--missing"),
                     ALL_WRITTEN);
    assert_string_equal(cli->result.out.data, "where,value,rows\n\"plans.csv\",\"Secretplan\",1\n");
    cli_write(cli, "map.ini", MAP "name_keys = no\n");
    assert_int_equal(convert(cli, HEADER "77,V1,4/1/2026,Secretname,Blue Fin,Ann Roe,M54.50,97110,"
                                         "30,40,x\n"),
                     SOME_HELD);
    cli_expect_silence_on(cli, "Ann Roe");
    cli_write(cli, "map.ini", MAP "name_keys = yes\n");
    assert_int_equal(convert(cli, HEADER "77,V1,4/1/2026,Secretname,Blue Fin,Ann Roe,M54.50,97110,"
                                         "30,40,x\n"),
                     SOME_HELD);
    cli_expect(cli, SOME_HELD,
               "rendering_npi: field 6 (Therapist) is \"Ann Roe\", which staff.csv has not");
}

static void a_header_that_lacks_columns_is_refused(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    assert_int_equal(convert(cli, "title\nChart,Visit,DOS,Name,Plan,Therapist,Dx,Code\n"
                                  "77,V1,4/1/2026,Secretname,Blue Fin,x,M54.50,97110\n"),
                     FAILED);
    cli_expect(cli, FAILED,
               "in.csv:2: the header lacks columns that the map map.ini needs: CPT, Min");
    assert_int_equal(convert(cli, "77,V1,4/1/2026,Secretname\n"), FAILED);
    cli_expect(cli, FAILED, "none of the first 100 lines names a column that the map");
    cli_expect_silence_on(cli, "Secretname");
    assert_int_equal(convert(cli, "Visit," HEADER "V1," ROW("V1", "97110", "30")), FAILED);
    cli_expect(cli, FAILED, "in.csv:1: column Visit stands twice, as fields 1 and 3");
    assert_int_equal(convert(cli, ""), FAILED);
    cli_expect(cli, FAILED, "in.csv is empty");
}

/* Ragged and broken rows, empty rows, and totals that are ragged. */
static void odd_rows_are_accounted_for(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    assert_int_equal(
        convert(cli, HEADER ROW("V1", "97110",
                                "30") "77,V2,4/1/2026\n"
                                      "77,V3,4/1/2026,\"x\"y,Blue Fin,,,,,,\n" ROW(
                                          "V4", "97140",
                                          "20") ",,,,,,,,,,\nTotal,45\nTotal,,,,,,,97110,30,,\n"),
        SOME_HELD);
    cli_expect(cli, SOME_HELD, "in.csv:3: error: the row has 3 fields, the header has 11");
    cli_expect(cli, SOME_HELD, "in.csv:4: error: the row has a quote out of place");
    cli_expect(cli, SOME_HELD, "what the map skips): 2 [map.rows]");
    /* A row with a code is no total, whatever it begins with. */
    cli_expect_in_file(cli, "held.csv", "Total,,,,,,,97110,30,,\n");
    cli_expect_sums(cli, "sum.json");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "held"), 3);
}

#define WIDE                                                                                       \
    "[map]\nservices = 3\nno_service = hold\n[columns]\nsession_id = Id\nservice_date = Day\n"     \
    "patient_id = Pat\ncode = Code {n}\nminutes = Min {n}\ndiagnoses = Dx {1-3}\n"                 \
    "modifiers = Mod {n}?\n[constants]\npayer_id = MCR\npayer_class = medicare\ndiscipline = PT\n" \
    "rendering_npi = 1999000015\n"
#define WIDE_HEADER "Id,Day,Pat,Dx 1,Dx 2,Code 1,Code 2,Code 3,Min 1,Min 2,Min 3\n"

static void a_wide_row_is_several_services(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "map.ini", WIDE);
    assert_int_equal(convert(cli, WIDE_HEADER
                             "W1,2026-04-01,P,M54.50,M25.561,97110,97140,97112,20,15,25\n"
                             "W2,2026-04-01,P2,M54.50,,97110,,97112,15,0,10\n"
                             "W3,2026-04-01,P3,M54.50,,97110,,,15,9,\n"
                             "W4,2026-04-01,P4,M54.50,,,,,,,\n"
                             "W5,2026-04-01,P5,M54.50,,97110,97140,,15,x,\n"),
                     SOME_HELD);
    /* 60 minutes: 4 units, one each by quarters, the fourth to 97112 (10 left over);
     * 25: 2 units, one for 15, one for 10 */
    cli_expect_in_file(cli, "o.csv", "W1,97110,1,\nW1,97140,1,\nW1,97112,2,\n");
    cli_expect_in_file(cli, "o.csv", "W2,97110,1,\nW2,97112,1,\n");
    cli_expect_file(cli, "held.csv",
                    "claimline_held," WIDE_HEADER
                    "4 map.service,W3,2026-04-01,P3,M54.50,,97110,,,15,9,\n"
                    "5 map.service,W4,2026-04-01,P4,M54.50,,,,,,,\n"
                    "6 map.form,W5,2026-04-01,P5,M54.50,,97110,97140,,15,x,\n");
    cli_expect(cli, SOME_HELD, "in.csv:4: error: minutes: field 10 (Min 2) stands beside an empty");
    cli_expect(cli, SOME_HELD, "in.csv:5: error: the row has no code in any column [map.service]");
    cli_expect_silence_on(cli, "code is empty");
    assert_int_equal(cli_number(cli, "sum.json", "rows", "read"), 5);
    cli_expect_sums(cli, "sum.json");
}

#define RULES                                                                                      \
    "[map]\nno_service = skip\n[skip]\nKind = Payment | Adj*\n[require]\nMode = UN | \"\"\n"       \
    "[columns]\nservice_date = Day\ncode = Code\nminutes = Min\nline_charge = Fee\nunits = Qty\n"  \
    "[constants]\npayer_id = MCR\npayer_class = medicare\ndiscipline = PT\n"                       \
    "rendering_npi = 1999000015\ndiagnoses = M54.50\n"                                             \
    "[patient_id]\nkey = patient_last_name | patient_first_name\n"                                 \
    "[patient_last_name]\nfrom = Who\ntake = last name\n"                                          \
    "[patient_first_name]\nfrom = Who\ntake = first name\n"                                        \
    "[session_id]\nkey = patient_id | service_date\n"                                              \
    "[status]\nfrom = Cancelled | Note\ndefault = completed\n"                                     \
    "[values status from Cancelled]\nYes = cancelled\nNo = \"\"\n"                                 \
    "[values status from Note]\nLocked = completed\n* = unsigned\n"

/* Status of several columns, rows to skip, values that are wanted, keys without names. */
static void what_a_map_can_say_of_rows(void **state)
{
    struct cli *cli = *state;
    struct bytes lines;

    cli_write(cli, "map.ini", RULES);
    assert_int_equal(convert(cli, "Day,Who,Kind,Mode,Code,Min,Fee,Qty,Cancelled,Note\n"
                                  "2026-04-01,Rosa Secret,Visit,UN,97110,15,40,1,No,Locked\n"
                                  "2026-04-01,\"Secret, Rosa\",Visit,,97140,15,50,1,,Locked\n"
                                  "2026-04-02,Rosa Secret,Visit,UN,97110,15,40,1,Yes,Locked\n"
                                  "2026-04-03,Rosa Secret,Visit,UN,97110,15,40,1,No,Draft\n"
                                  "2026-04-04,Rosa Secret,Payment,UN,97110,15,40,1,No,Locked\n"
                                  "2026-04-04,Rosa Secret,adjustment,UN,97110,15,40,1,No,Locked\n"
                                  "2026-04-04,Rosa Secret,Visit,UN,,,,,No,Locked\n"
                                  "2026-04-05,Rosa Secret,Visit,MJ,97110,15,40,1,No,Locked\n"
                                  "2026-04-06,Rosa Secret,Visit,UN,97110,15,(40.00),1,No,Locked\n"
                                  "2026-04-07,Rosa Secret,Visit,UN,97110,15,40,1,Perhaps,Locked\n"),
                     SOME_HELD);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "accepted"), 1);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "skipped"), 2);
    assert_int_equal(cli_number(cli, "sum.json", "sessions", "held"), 3);
    cli_expect(cli, SOME_HELD, "what the map skips): 3 [map.rows]");
    cli_expect(cli, SOME_HELD,
               "in.csv:9: error: field 4 (Mode) holds a value that the map does not");
    cli_expect(cli, SOME_HELD, "in.csv:10: error: line_charge: field 7 (Fee) is a negative amount");
    cli_expect(cli, SOME_HELD, "in.csv:11: error: status: field 9 (Cancelled) holds a value");
    cli_expect_silence_on(cli, "ecret");
    lines = cli_read(cli, "o.csv");
    assert_null(memmem(lines.data, lines.length, "ecret", 5));
    assert_int_equal(lines_of(lines), 3);
    free(lines.data);
}

/* The same export by a pipe, explained, compared, checked. */
static void every_command_reads_by_a_map(void **state)
{
    struct cli *cli = *state;

    write_map(cli);
    cli_write(cli, "in.csv", HEADER ROW("V1", "97110", "30"));
    assert_int_equal(cli_run(cli, "check", "in.csv", "--map", "map.ini", "--date", "2026-06-30"),
                     ALL_WRITTEN);
    assert_int_equal(cli_run(cli, "explain", "in.csv", "--map", "map.ini", "--session", "V1",
                             "--date", "2026-06-30"),
                     ALL_WRITTEN);
    assert_non_null(strstr(cli->result.out.data, "97110"));
    cli_write(cli, "payers.ini", "[class commercial]\nunit_rule = cms\n");
    assert_int_equal(cli_run(cli, "diff", "in.csv", "--map", "map.ini", "--from", "built-in",
                             "--to", "payers.ini", "--date", "2026-06-30"),
                     ALL_WRITTEN);
    assert_int_equal(cli_run(cli, "convert", "in.csv", "--map", "map.ini", "--to", "csv:plans.csv",
                             "--replace", "--date", "2026-06-30"),
                     BAD_USAGE);
    cli_expect(cli, BAD_USAGE, "plans.csv is an input and an output of this run");
    cli_expect_file(cli, "plans.csv", plans);
}

static void the_words_of_map_are_checked(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "in.csv", HEADER ROW("V1", "97110", "30"));
    assert_int_equal(cli_run(cli, "map"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "lists"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "list", "webpt"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "show"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "show", "nobody"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "show", "in.csv", "--rows", "2"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "new", "in.csv", "--map", "webpt"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "new", "in.csv", "--like", "nobody"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "copy", "webpt"), BAD_USAGE);
    assert_int_equal(cli_run(cli, "map", "copy", "webpt", "nowhere"), FAILED);
    assert_int_equal(cli_run(cli, "check", "in.csv", "--map", "webpt"), BAD_USAGE);
    cli_expect(cli, BAD_USAGE, "--map webpt:FOLDER (claimline map copy webpt FOLDER makes tables");
    assert_int_equal(cli_run(cli, "check", "in.csv", "--map", "nobody.ini"), BAD_USAGE);
    cli_expect(cli, BAD_USAGE, "cannot read nobody.ini");
}

static void a_shipped_map_is_copied_once(void **state)
{
    struct cli *cli = *state;

    cli_write(cli, "payers.csv", "mine\n");
    assert_int_equal(cli_run(cli, "map", "copy", "webpt", "."), ALL_WRITTEN);
    assert_true(cli_exists(cli, "webpt.ini") && cli_exists(cli, "therapists.csv"));
    assert_false(cli_exists(cli, "clients.csv"));
    cli_expect_file(cli, "payers.csv", "mine\n");
    assert_int_equal(cli_run(cli, "map", "copy", "webpt", "."), BAD_USAGE);
    cli_expect(cli, BAD_USAGE, "holds webpt.ini already: it is not written over");
}

/* A proposal loads, and holds no value of a record. */
static void a_proposal_loads(void **state)
{
    static const char *const exports[] = {
        (HEADER ROW("V1", "97110", "30")),
        ("Clinic report\n\nDOS;Patient;Therapist;CPT;Units;Insurance\n"
         "1 Apr 2026;\"Secretname, Rosa\";Secretname;97110-GP;2;Secretname\n"),
        ("CPT1\tCPT2\tDx1\tDx2\tVisit Date\tMRN\n97110\t97140\tM54.50\tR26.89\t04/30/26\t12\n"),
        "code,date\n97110,Secretname\n",
    };
    struct cli *cli = *state;

    for (size_t i = 0; i < sizeof(exports) / sizeof(exports[0]); i++) {
        cli_write(cli, "in.csv", exports[i]);
        assert_int_equal(cli_run(cli, "map", "new", "in.csv"), ALL_WRITTEN);
        assert_null(strstr(cli->result.out.data, "Secretname"));
        assert_null(strstr(cli->result.out.data, "2026"));
        cli_write(cli, "new.ini", cli->result.out.data);
        assert_int_equal(cli_run(cli, "map", "show", "in.csv", "--map", "new.ini"), ALL_WRITTEN);
    }
    cli_write(cli, "in.csv", "77,Secretname,1\n");
    assert_int_equal(cli_run(cli, "map", "new", "in.csv"), FAILED);
    cli_expect(cli, FAILED, "no line looks like a header");
    cli_expect_silence_on(cli, "Secretname");
    assert_int_equal(cli_run(cli, "map", "show", "in.csv", "--map", "new.ini"), FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cli_test(lines_are_made),
        cli_test(headers_with_line_breaks),
        cli_test(held_rows_are_the_exports),
        cli_test(a_stated_line_is_the_header),
        cli_test(a_lookup_names_no_key_unasked),
        cli_test(a_header_that_lacks_columns_is_refused),
        cli_test(odd_rows_are_accounted_for),
        cli_test(a_wide_row_is_several_services),
        cli_test(what_a_map_can_say_of_rows),
        cli_test(every_command_reads_by_a_map),
        cli_test(the_words_of_map_are_checked),
        cli_test(a_shipped_map_is_copied_once),
        cli_test(a_proposal_loads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
