/* test_dispatch_module.c - which plugin files are taken, and how the others are refused. */
#include "dispatch_fixture.h"

#include "dispatch/module.h"
#include "dispatch/module_check.h"

/* Copies NAME.so of the build to `to`, mode 0644. */
static void copy_module(const char *name, const char *to)
{
    static char bytes[1 << 22];
    char from[PATH_MAX];
    int source;
    int target;
    ssize_t length;

    (void)snprintf(from, sizeof(from), "%s/%s.so", TEST_MODULE_DIR, name);
    source = open(from, O_RDONLY);
    if (source < 0)
        fail_msg("%s: %s", from, strerror(errno));
    target = open(to, O_CREAT | O_WRONLY | O_EXCL, 0600);
    assert_true(target >= 0);
    length = read(source, bytes, sizeof(bytes));
    assert_true(length > 0 && (size_t)length < sizeof(bytes));
    assert_int_equal(write(target, bytes, (size_t)length), length);
    assert_int_equal(fchmod(target, 0644), 0);
    (void)close(source);
    (void)close(target);
}

static void load_from(struct modules *modules, const char *folder)
{
    struct problem problem = { 0 };

    assert_int_equal(modules_load(modules, &folder, 1, &problem), 0);
}

/* Why `name` (a file in `folder`) was refused; fails when it was not. */
static void assert_refused(const char *folder, const char *name, const char *reason)
{
    struct modules modules;
    bool found = false;

    load_from(&modules, folder);
    for (size_t i = 0; i < modules.file_count; i++) {
        const struct module *file = &modules.files[i];

        if (strcmp(strrchr(file->path, '/') + 1, name) != 0)
            continue;
        found = true;
        assert_null(file->entry);
        assert_non_null(file->refused);
        if (strstr(file->refused, reason) == NULL || strchr(file->refused, '\n') != NULL)
            fail_msg("%s: \"%s\" does not say \"%s\"", name, file->refused, reason);
        if (strstr(file->refused, "/proc") != NULL)
            fail_msg("%s: \"%s\" holds a path", name, file->refused);
    }
    assert_true(found);
    modules_finish(&modules);
}

static void a_good_one_is_found(void **state)
{
    struct fixture *fixture = *state;
    struct modules modules;
    const struct plugin_entry *entry;
    char path[128];

    copy_module("good_min", "m.so");
    load_from(&modules, ".");
    entry = modules_find(&modules, "good-min", &fixture->problem);
    assert_non_null(entry);
    assert_string_equal(entry->plugin->name, "good-min");
    (void)snprintf(path, sizeof(path), "%s/m.so", fixture->folder);
    assert_string_equal(entry->module->path, path);
    assert_false(entry->shadowed);
    modules_finish(&modules);
}

static void bad_ones_are_refused_in_one_line(void **state)
{
    static const struct {
        const char *name;
        const char *reason;
    } bad[] = {
        { "no_symbol", "not a claimline plugin (no cl_module_v1)" },
        { "other_generation", "another generation of claimline (cl_module_v2" },
        { "unresolved", "cannot be loaded: undefined symbol: nobody_has_this" },
        { "null_module", "returns nothing" },
        { "small_module", "its module has 16 bytes, generation 1 has 24" },
        { "small_plugin", "bytes, generation 1 has" },
        { "small_encoder", "its encoder has" },
        { "no_plugins", "holds no plugin" },
        { "no_encoder", "plugin good-min has no encoder" },
        { "no_claim", "writes no claims" },
        { "store_both", "plugin store-both has an encoder and a store" },
        { "store_lame", "its store lacks put, prepare or commit" },
        { "store_small", "its store has 24 bytes, generation 1 has 32" },
        { "bad_name", "\"Bad Name\"" },
        { "bad_option", "option \"width\": its default" },
        { "bad_offset", "option \"width\": its field lies outside" },
        { "bad_stride", "bytes apart" },
    };
    char file[64];

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        (void)snprintf(file, sizeof(file), "%s.so", bad[i].name);
        copy_module(bad[i].name, file);
        assert_refused(".", file, bad[i].reason);
    }
}

static void records_may_be_longer(void **state)
{
    struct fixture *fixture = *state;
    struct modules modules;

    copy_module("two_plugins", "two.so");
    load_from(&modules, ".");
    assert_non_null(modules_find(&modules, "first", &fixture->problem));
    assert_non_null(modules_find(&modules, "second", &fixture->problem));
    modules_finish(&modules);
}

/* Built before there were stores: what lies behind its record is not looked at. */
static void old_plugins_are_encoders(void **state)
{
    struct fixture *fixture = *state;
    struct modules modules;
    const struct plugin_entry *entry;

    copy_module("old_plugin", "old.so");
    load_from(&modules, ".");
    entry = modules_find(&modules, "old-plugin", &fixture->problem);
    assert_non_null(entry);
    assert_null(plugin_store(entry->plugin));
    modules_finish(&modules);
}

static void what_anyone_may_write_is_refused(void **state)
{
    (void)state;
    copy_module("good_min", "m.so");
    assert_int_equal(chmod("m.so", 0666), 0);
    assert_refused(".", "m.so", "the file is world-writable");
    assert_int_equal(chmod("m.so", 0644), 0);
    assert_int_equal(chmod(".", 01777), 0);
    assert_refused(".", "m.so", "its folder is world-writable");
    assert_int_equal(chmod(".", 0700), 0);
    /* Through a link, the file and the folder that it leads to count. */
    assert_int_equal(mkdir("open", 0700), 0);
    assert_int_equal(mkdir("links", 0700), 0);
    assert_int_equal(rename("m.so", "open/m.so"), 0);
    assert_int_equal(chmod("open", 0777), 0);
    assert_int_equal(symlink("../open/m.so", "links/m.so"), 0);
    assert_refused("links", "m.so", "its folder is world-writable");
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder.so", 0700), 0);
    assert_refused(".", "folder.so", "no regular file");
    assert_int_equal(mkfifo("pipe.so", 0600), 0);
    assert_refused(".", "pipe.so", "no regular file");
    assert_int_equal(symlink("nowhere", "dangling.so"), 0);
    assert_refused(".", "dangling.so", "cannot be read: No such file");
    write_file("plain.so", "hello", 0644);
    assert_refused(".", "plain.so", "cannot be loaded: ");
}

static void other_files_are_not_looked_at(void **state)
{
    struct modules modules;

    (void)state;
    write_file(".hidden.so", "", 0644);
    write_file("x.so.1", "", 0644);
    write_file(".so", "", 0644);
    write_file("README", "", 0644);
    load_from(&modules, ".");
    for (size_t i = 0; i < modules.file_count; i++)
        assert_null(strstr(modules.files[i].path, "claimline-test"));
    modules_finish(&modules);
}

static void the_first_of_a_name_wins(void **state)
{
    struct fixture *fixture = *state;
    const char *folders[] = { "two", "one", "./two" };
    struct modules modules;
    const struct plugin_entry *entry;

    assert_int_equal(mkdir("one", 0700), 0);
    assert_int_equal(mkdir("two", 0700), 0);
    copy_module("good_min", "one/a.so");
    copy_module("good_min", "two/c.so");
    copy_module("good_min", "two/b.so");
    assert_int_equal(modules_load(&modules, folders, 3, &fixture->problem), 0);
    assert_true(modules.file_count >= 3);
    assert_non_null(strstr(modules.files[0].path, "/two/b.so"));
    assert_non_null(strstr(modules.files[1].path, "/two/c.so"));
    assert_non_null(strstr(modules.files[2].path, "/one/a.so"));
    assert_true(modules.file_count == 3 || strstr(modules.files[3].path, "/two/") == NULL);
    entry = modules_find(&modules, "good-min", &fixture->problem);
    assert_non_null(entry);
    assert_non_null(strstr(entry->module->path, "/two/b.so"));
    assert_true(modules.plugins[1].shadowed);
    assert_true(modules.plugins[2].shadowed);
    modules_finish(&modules);
}

static void files_of_one_name_in_two_folders_are_two(void **state)
{
    struct fixture *fixture = *state;
    const char *folders[] = { "one", "two" };
    struct modules modules;

    assert_int_equal(mkdir("one", 0700), 0);
    assert_int_equal(mkdir("two", 0700), 0);
    copy_module("good_min", "one/m.so");
    copy_module("other_name", "two/m.so");
    assert_int_equal(modules_load(&modules, folders, 2, &fixture->problem), 0);
    assert_non_null(modules_find(&modules, "good-min", &fixture->problem));
    assert_non_null(modules_find(&modules, "other-name", &fixture->problem));
    modules_finish(&modules);
}

static void the_environment_gives_folders(void **state)
{
    struct fixture *fixture = *state;
    struct modules modules;
    char value[256];
    bool near = false;

    assert_int_equal(mkdir("far", 0700), 0);
    assert_int_equal(mkdir("near", 0700), 0);
    copy_module("good_min", "far/m.so");
    copy_module("other_name", "near/n.so");
    copy_module("other_name", "here.so");
    (void)snprintf(value, sizeof(value), "::/does/not/exist:%s/far:near:", fixture->folder);
    assert_int_equal(setenv("CLAIMLINE_PLUGIN_PATH", value, 1), 0);
    assert_int_equal(modules_load(&modules, NULL, 0, &fixture->problem), 0);
    assert_int_equal(unsetenv("CLAIMLINE_PLUGIN_PATH"), 0);
    assert_non_null(modules_find(&modules, "good-min", &fixture->problem));
    for (size_t i = 0; i < modules.file_count; i++) {
        assert_null(strstr(modules.files[i].path, "here.so"));
        near = near || strstr(modules.files[i].path, "near/n.so") != NULL;
    }
    assert_true(near);
    modules_finish(&modules);
}

static void a_missing_plugin_dir_is_bad_usage(void **state)
{
    struct fixture *fixture = *state;
    const char *folder = "no\x1bwhere";
    struct modules modules;

    assert_int_equal(modules_load(&modules, &folder, 1, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_BAD_USAGE,
                   "cannot read the plugin folder no\\x1bwhere: No such file or directory");
    modules_finish(&modules);
}

static void an_unknown_name_lists_those_there_are(void **state)
{
    struct fixture *fixture = *state;
    struct modules modules;
    char refused[256];

    copy_module("two_plugins", "b.so");
    copy_module("two_plugins", "c.so");
    copy_module("no_encoder", "a.so");
    copy_module("good_min", "tsv.so");
    assert_int_equal(chmod("tsv.so", 0666), 0);
    load_from(&modules, ".");
    assert_null(modules_find(&modules, "tsv", &fixture->problem));
    assert_problem(&fixture->problem, EXIT_BAD_USAGE,
                   "no plugin is named tsv (there are: first, second");
    (void)snprintf(refused, sizeof(refused),
                   "; %s/tsv.so was refused: the file is world-writable; more were refused",
                   fixture->folder);
    assert_problem(&fixture->problem, EXIT_BAD_USAGE, refused);
    modules_finish(&modules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DISPATCH_TEST(a_good_one_is_found),
        DISPATCH_TEST(bad_ones_are_refused_in_one_line),
        DISPATCH_TEST(records_may_be_longer),
        DISPATCH_TEST(old_plugins_are_encoders),
        DISPATCH_TEST(what_anyone_may_write_is_refused),
        DISPATCH_TEST(what_is_no_file_is_refused),
        DISPATCH_TEST(other_files_are_not_looked_at),
        DISPATCH_TEST(the_first_of_a_name_wins),
        DISPATCH_TEST(files_of_one_name_in_two_folders_are_two),
        DISPATCH_TEST(the_environment_gives_folders),
        DISPATCH_TEST(a_missing_plugin_dir_is_bad_usage),
        DISPATCH_TEST(an_unknown_name_lists_those_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
