/* test_xml.c - what the xml plugin writes, byte for byte and read back with libxml2.
 * Usage: test_xml xml.so claims.xsd */
#include "host.h"

#include <claimline/facts.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include <cmocka.h>

#define SETTINGS(...)                                                                              \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

#define OPENING                                                                                    \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<claims xmlns=\"urn:claimline:claims:1\">\n"

static const struct cl_plugin *plugin;
static const char *schema_path;
static xmlSchemaPtr schema;
static struct sample sample;

static int load_schema(void **unused)
{
    xmlSchemaParserCtxtPtr context = xmlSchemaNewParserCtxt(schema_path);

    (void)unused;
    schema = xmlSchemaParse(context);
    xmlSchemaFreeParserCtxt(context);
    return schema == NULL;
}

static int free_schema(void **unused)
{
    (void)unused;
    xmlSchemaFree(schema);
    xmlCleanupParser();
    return 0;
}

static int setup(void **unused)
{
    (void)unused;
    sample_bare(&sample);
    return 0;
}

static void write_claims(const char *const *settings, size_t count, struct memory *out)
{
    const struct cl_claim *const claim = &sample.claim;

    write_file(plugin, settings, &claim, count, out);
}

static void assert_written(const char *const *settings, size_t count, const char *expected)
{
    struct memory out;

    write_claims(settings, count, &out);
    assert_string_equal(memory_text(&out).data, expected);
    memory_close(&out);
}

/* Parses what is written for the sample and holds it against claims.xsd. */
static xmlDocPtr read_back(const char *const *settings, size_t count)
{
    xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema);
    struct memory out;
    struct cl_text text;
    xmlDocPtr document;

    write_claims(settings, count, &out);
    text = memory_text(&out);
    document = xmlReadMemory(text.data, (int)text.length, "claims.xml", NULL, XML_PARSE_NONET);
    memory_close(&out);
    assert_non_null(document);
    assert_int_equal(xmlSchemaValidateDoc(validator, document), 0);
    xmlSchemaFreeValidCtxt(validator);
    return document;
}

/* The value of an attribute equals `text`; an empty one is not there. */
static void assert_attribute(xmlNodePtr node, const char *name, struct cl_text text)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);

    if (text.length == 0) {
        assert_null(value);
        return;
    }
    if (value == NULL)
        fail_msg("no attribute %s", name);
    assert_int_equal(strlen((const char *)value), text.length);
    assert_memory_equal(value, text.data, text.length);
    xmlFree(value);
}

static int attribute_count(xmlNodePtr node)
{
    int count = 0;

    for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next)
        count++;
    return count;
}

/* Every fact of the sample stands on its element, and nothing else does. */
static void assert_facts(xmlNodePtr claim, uint32_t facts)
{
    xmlNodePtr node = xmlFirstElementChild(claim);
    int stated = 0;
    char scratch[CL_SCRATCH];

    assert_int_equal(xmlChildElementCount(claim), sample.claim.line_count);
    for (uint32_t l = 0; l < sample.claim.line_count; l++, node = xmlNextElementSibling(node)) {
        const struct cl_line *line = &sample.lines[l].line;
        int on_line = 0;

        for (uint32_t i = 0; i < facts; i++) {
            struct cl_text text = cl_fact_text(&cl_facts[i], &sample.claim, line, scratch);
            bool total = strcmp(cl_facts[i].name, "claim_charge") == 0;

            if (cl_facts[i].of >= CL_OF_LINE) {
                assert_attribute(node, cl_facts[i].name, text);
                on_line += text.length > 0;
            } else {
                assert_attribute(claim, total ? "charge" : cl_facts[i].name, text);
                stated += l == 0 && text.length > 0;
            }
        }
        assert_int_equal(attribute_count(node), on_line);
    }
    if (facts == CL_FACT_COUNT)
        assert_int_equal(attribute_count(claim), stated);
}

static void test_no_claims(void **unused)
{
    xmlDocPtr document;

    (void)unused;
    assert_written(NULL, 0, OPENING "</claims>\n");
    document = read_back(NULL, 0);
    xmlFreeDoc(document);
}

static void test_bare_claim(void **unused)
{
    (void)unused;
    assert_written(NULL, 1,
                   OPENING "  <claim claim_id=\"S-1\" session_id=\"S-1\" patient_id=\"P-1\" "
                           "payer_id=\"BCBS\" service_date=\"2026-03-05\" place_of_service=\"11\" "
                           "diagnoses=\"M54.50\">\n"
                           "    <line line=\"1\" code=\"97110\" units=\"1\" minutes=\"0\" "
                           "unit_rule=\"stated\"/>\n"
                           "  </claim>\n"
                           "</claims>\n");
    xmlFreeDoc(read_back(NULL, 1));
}

static void make_two_lines(void)
{
    sample_full(&sample);
    sample.claim.diagnosis_count = 2;
    sample.claim.line_count = 2;
}

static void test_claim_with_lines(void **unused)
{
    (void)unused;
    make_two_lines();
    assert_written(NULL, 1,
                   OPENING
                   "  <claim claim_id=\"C-1\" session_id=\"S-1\" patient_id=\"P-1\" "
                   "payer_id=\"BCBS\" service_date=\"2026-03-05\" place_of_service=\"11\" "
                   "diagnoses=\"M54.50;M25.551\" charge=\"315.84\">\n"
                   "    <line line=\"1\" code=\"97110\" modifier_1=\"GP\" "
                   "diagnosis_pointers=\"L\" units=\"1\" minutes=\"15\" unit_charge=\"45.12\" "
                   "charge=\"45.12\" rendering_npi=\"1234567893\" unit_rule=\"cms\" "
                   "documented_code=\"97110\"/>\n"
                   "    <line line=\"2\" code=\"G0283\" modifier_1=\"GP\" modifier_2=\"59\" "
                   "diagnosis_pointers=\"LK\" units=\"2\" minutes=\"30\" unit_charge=\"45.12\" "
                   "charge=\"90.24\" rendering_npi=\"1234567893\" unit_rule=\"untimed\" "
                   "documented_code=\"97014\"/>\n"
                   "  </claim>\n"
                   "</claims>\n");
}

static void test_indent(void **unused)
{
    static const char claim[] = "<claim claim_id=\"S-1\" session_id=\"S-1\" patient_id=\"P-1\" "
                                "payer_id=\"BCBS\" service_date=\"2026-03-05\" "
                                "place_of_service=\"11\" diagnoses=\"M54.50\">";
    static const char line[] = "<line line=\"1\" code=\"97110\" units=\"1\" minutes=\"0\" "
                               "unit_rule=\"stated\"/>";
    char expected[1024];

    (void)unused;
    snprintf(expected, sizeof(expected), OPENING "%s%s</claim>\n</claims>\n", claim, line);
    assert_written(SETTINGS("indent=0"), 1, expected);
    snprintf(expected, sizeof(expected),
             OPENING "        %s\n                %s\n        </claim>\n</claims>\n", claim, line);
    assert_written(SETTINGS("indent=8"), 1, expected);
}

static void test_full_claim_is_valid(void **unused)
{
    xmlDocPtr document;

    (void)unused;
    sample_full(&sample);
    document = read_back(NULL, 1);
    assert_facts(xmlFirstElementChild(xmlDocGetRootElement(document)), CL_DEFAULT_FACTS);
    xmlFreeDoc(document);
}

static void test_details_are_valid(void **unused)
{
    xmlDocPtr document;

    (void)unused;
    sample_full(&sample);
    document = read_back(SETTINGS("details=all"), 1);
    assert_facts(xmlFirstElementChild(xmlDocGetRootElement(document)), CL_FACT_COUNT);
    xmlFreeDoc(document);
}

/* Whatever the export says comes back as it was, and stays inside its attribute. */
static void test_hostile_text_comes_back(void **unused)
{
    static const char *const texts[] = {
        "\"",
        "'",
        "a&b",
        "&amp;&#0;&lt;",
        "<line code=\"99999\"/>",
        "\"/><claim claim_id=\"x",
        "]]>",
        "--><!--",
        "<?xml?>",
        "two\nlines",
        "two\r\nlines",
        "\r",
        "\n",
        "\t",
        " outer  blanks ",
        "\xC2\x80\xC2\x9F",
        "\xE2\x80\xA8\xE2\x80\xA9",
        "\xEF\xBB\xBF\xEF\xBF\xBD\xEF\xBC\x9D",
        "\xF0\x9F\x98\x80\xF4\x8F\xBF\xBF",
    };

    (void)unused;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        xmlDocPtr document;

        sample_hostile(&sample, text_of(texts[i]));
        document = read_back(SETTINGS("details=all"), 1);
        assert_facts(xmlFirstElementChild(xmlDocGetRootElement(document)), CL_FACT_COUNT);
        xmlFreeDoc(document);
    }
}

static void test_escapes(void **unused)
{
    (void)unused;
    sample.claim.claim_id = sample.claim.session_id = text_of("<&>\"'\t\n\r");
    assert_written(SETTINGS("indent=0"), 1,
                   OPENING "<claim claim_id=\"&lt;&amp;&gt;&quot;'&#9;&#10;&#13;\" "
                           "session_id=\"&lt;&amp;&gt;&quot;'&#9;&#10;&#13;\" patient_id=\"P-1\" "
                           "payer_id=\"BCBS\" service_date=\"2026-03-05\" "
                           "place_of_service=\"11\" diagnoses=\"M54.50\">"
                           "<line line=\"1\" code=\"97110\" units=\"1\" minutes=\"0\" "
                           "unit_rule=\"stated\"/></claim>\n</claims>\n");
}

/* A host would not hand these over; were it to, the document still parses. */
static void test_no_xml_characters(void **unused)
{
    xmlDocPtr document;
    xmlNodePtr claim;

    (void)unused;
    sample.claim.claim_id = text_of("a\x01z\x1F\x0B\x0C");
    sample.claim.session_id = text_of("\xEF\xBF\xBE\xEF\xBF\xBF"
                                      "b\xEF\xBF\xBD");
    document = read_back(NULL, 1);
    claim = xmlFirstElementChild(xmlDocGetRootElement(document));
    assert_attribute(claim, "claim_id",
                     text_of("a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_attribute(claim, "session_id",
                     text_of("\xEF\xBF\xBD\xEF\xBF\xBD"
                             "b\xEF\xBF\xBD"));
    xmlFreeDoc(document);
}

static void be_quiet(void *unused, xmlErrorPtr error)
{
    (void)unused;
    (void)error;
}

/* 0 when a claim with these attributes on its line holds to the schema. */
static int validate_line(const char *attributes)
{
    xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema);
    char text[1024];
    xmlDocPtr document;
    int result;

    snprintf(text, sizeof(text),
             OPENING "<claim claim_id=\"S\" session_id=\"S\" patient_id=\"P\" payer_id=\"B\" "
                     "service_date=\"2026-03-05\" place_of_service=\"11\" "
                     "diagnoses=\"M54.50\"><line line=\"1\" units=\"1\" minutes=\"0\" "
                     "unit_rule=\"cms\" %s/></claim></claims>",
             attributes);
    document = xmlReadMemory(text, (int)strlen(text), "line.xml", NULL, XML_PARSE_NONET);
    assert_non_null(document);
    xmlSchemaSetValidStructuredErrors(validator, be_quiet, NULL);
    result = xmlSchemaValidateDoc(validator, document);
    xmlSchemaFreeValidCtxt(validator);
    xmlFreeDoc(document);
    return result;
}

/* The schema is worth something only if it can say no. */
static void test_schema_refuses(void **unused)
{
    static const char *const refused[] = {
        "",
        "code=\"9711\"",
        "code=\"97110\" colour=\"red\"",
        "code=\"97110\" charge=\"12.5\"",
        "code=\"97110\" charge=\"1e2\"",
        "code=\"97110\" charge=\"\"",
        "code=\"97110\" modifier_1=\"gp\"",
        "code=\"97110\" diagnosis_pointers=\"M\"",
        "code=\"97110\" rendering_npi=\"123456789\"",
        "code=\"97110\" start_time=\"24:00\"",
        "code=\"97110\" note=\"\"",
        "code=\"97110\" source_line=\"0\"",
        "code=\"97110\" patient_sex=\"F\"",
    };

    (void)unused;
    assert_int_equal(validate_line("code=\"97110\" charge=\"-0.50\" start_time=\"23:59\""), 0);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (validate_line(refused[i]) == 0)
            fail_msg("the schema takes %s", refused[i]);
    }
}

static void test_order_and_namespace(void **unused)
{
    xmlDocPtr document;
    xmlNodePtr root;

    (void)unused;
    sample_full(&sample);
    document = read_back(SETTINGS("indent=0"), 1);
    root = xmlDocGetRootElement(document);
    assert_string_equal((const char *)root->name, "claims");
    assert_string_equal((const char *)root->ns->href, "urn:claimline:claims:1");
    assert_string_equal((const char *)document->encoding, "UTF-8");
    assert_int_equal(xmlChildElementCount(root), 1);
    xmlFreeDoc(document);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_no_claims, setup),
        cmocka_unit_test_setup(test_bare_claim, setup),
        cmocka_unit_test_setup(test_claim_with_lines, setup),
        cmocka_unit_test_setup(test_indent, setup),
        cmocka_unit_test_setup(test_full_claim_is_valid, setup),
        cmocka_unit_test_setup(test_details_are_valid, setup),
        cmocka_unit_test_setup(test_hostile_text_comes_back, setup),
        cmocka_unit_test_setup(test_escapes, setup),
        cmocka_unit_test_setup(test_no_xml_characters, setup),
        cmocka_unit_test_setup(test_schema_refuses, setup),
        cmocka_unit_test_setup(test_order_and_namespace, setup),
    };

    if (argc != 3) {
        fprintf(stderr, "usage: test_xml xml.so claims.xsd\n");
        return 2;
    }
    plugin = module_load(argv[1])->plugins[0];
    schema_path = argv[2];
    return cmocka_run_group_tests_name("xml", tests, load_schema, free_schema);
}
