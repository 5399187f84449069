/* test_dispatch_publication.c - files appear together, whole, or not at all. */
#include "dispatch_fixture.h"

#include "base/interrupt.h"
#include "base/memory.h"
#include "dispatch/publication.h"

#include <claimline/write.h>

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

static struct output *open_one(struct publication *publication, const char *path)
{
    struct problem problem = { 0 };
    struct output *output = NULL;

    if (output_open(&output, publication, path, &problem) != 0)
        fail_msg("%s: %s", path, problem.text);
    return output;
}

static struct output *open_with(struct publication *publication, const char *path, const char *text)
{
    struct output *output = open_one(publication, path);

    cl_puts(output_stream(output), text);
    return output;
}

static void assert_refused(struct publication *publication, const char *path, int status,
                           const char *text)
{
    struct problem problem = { 0 };
    struct output *output;

    assert_int_equal(output_open(&output, publication, path, &problem), -1);
    assert_problem(&problem, status, text);
}

static void publish(struct publication *publication)
{
    struct problem problem = { 0 };

    if (publication_publish(publication, NULL, &problem) != 0)
        fail_msg("%s", problem.text);
}

static void a_file_appears_when_published(void **state)
{
    struct publication *publication = publication_create();

    (void)state;
    (void)open_with(publication, "a.csv", "one\n");
    assert_absent("a.csv");
    assert_int_equal(entries_in("."), 1);
    publish(publication);
    assert_file("a.csv", "one\n");
    assert_int_equal(mode_of("a.csv"), 0600);
    publication_destroy(publication);
    assert_file("a.csv", "one\n");
    assert_int_equal(entries_in("."), 1);
}

static void bytes_beyond_the_buffer_arrive_in_order(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();
    struct output *output = open_one(publication, "big");
    size_t size = 2000000;
    char *bytes = malloc(size);
    char *back = malloc(size);
    size_t at = 0;
    int fd;

    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(i * 31 + i / 251);
    for (size_t step = 0; at < size; step++) {
        /* Around the size of the buffer, with a full, an empty and a begun one. */
        size_t wanted = step < 9 ? 128 * 1024 - 1 + step % 3 : step;
        size_t count = wanted < size - at ? wanted : size - at;

        cl_write(output_stream(output), bytes + at, count);
        at += count;
    }
    assert_int_equal(output_finish(output, &fixture->problem), 0);
    publish(publication);
    fd = open("big", O_RDONLY);
    assert_int_equal(read(fd, back, size), size);
    assert_memory_equal(back, bytes, size);
    (void)close(fd);
    free(bytes);
    free(back);
    publication_destroy(publication);
}

static void nothing_is_left_when_destroyed(void **state)
{
    struct publication *publication = publication_create();
    struct problem problem = { 0 };

    (void)state;
    write_file("a.csv", "before", 0644);
    assert_int_equal(output_finish(open_with(publication, "a.csv", "after"), &problem), 0);
    (void)open_with(publication, "b.csv", "after");
    assert_int_equal(entries_in("."), 3);
    publication_destroy(publication);
    assert_int_equal(entries_in("."), 1);
    assert_file("a.csv", "before");
}

static void the_mode_of_a_replaced_file_is_kept(void **state)
{
    struct publication *publication = publication_create();
    struct stat status;

    (void)state;
    write_file("a.csv", "before", 0640);
    if (geteuid() == 0)
        assert_int_equal(chown("a.csv", 12, 34), 0);
    (void)open_with(publication, "a.csv", "after");
    publish(publication);
    assert_file("a.csv", "after");
    assert_int_equal(mode_of("a.csv"), 0640);
    assert_int_equal(stat("a.csv", &status), 0);
    if (geteuid() == 0) {
        assert_int_equal(status.st_uid, 12);
        assert_int_equal(status.st_gid, 34);
    }
    publication_destroy(publication);
}

static void the_target_of_a_link_is_replaced(void **state)
{
    struct publication *publication = publication_create();
    struct stat status;

    (void)state;
    assert_int_equal(mkdir("real", 0700), 0);
    assert_int_equal(mkdir("links", 0700), 0);
    write_file("real/a.csv", "before", 0604);
    assert_int_equal(symlink("../real/a.csv", "links/a.csv"), 0);
    assert_int_equal(symlink("a.csv", "links/again.csv"), 0);
    assert_int_equal(symlink("../real/new.csv", "links/dangling.csv"), 0);
    (void)open_with(publication, "links/again.csv", "after");
    (void)open_with(publication, "links/dangling.csv", "new");
    assert_refused(publication, "real/a.csv", EXIT_BAD_USAGE, "same destination");
    publish(publication);
    assert_file("real/a.csv", "after");
    assert_int_equal(mode_of("real/a.csv"), 0604);
    assert_file("real/new.csv", "new");
    assert_int_equal(lstat("links/a.csv", &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_int_equal(lstat("links/dangling.csv", &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    assert_int_equal(entries_in("links"), 3);
    publication_destroy(publication);
}

static void bad_destinations_are_named(void **state)
{
    struct publication *publication = publication_create();

    (void)state;
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_refused(publication, "out/x.csv", EXIT_FAILED,
                   "cannot write out/x.csv: No such file or directory");
    assert_refused(publication, "folder", EXIT_FAILED, "cannot write folder: Is a directory");
    assert_refused(publication, "folder/", EXIT_FAILED, "cannot write folder/: Is a directory");
    assert_refused(publication, "folder/..", EXIT_FAILED, "Is a directory");
    assert_refused(publication, "", EXIT_FAILED, "No such file or directory");
    assert_refused(publication, "loop", EXIT_FAILED, "Too many levels of symbolic links");
    assert_refused(publication, "x\x1b.csv/y", EXIT_FAILED, "cannot write x\\x1b.csv/y: ");
    publication_destroy(publication);
    assert_int_equal(entries_in("."), 2);
}

static void one_destination_is_one_output(void **state)
{
    struct publication *publication = publication_create();

    (void)state;
    assert_int_equal(mkdir("sub", 0700), 0);
    write_file("b.csv", "b", 0600);
    assert_int_equal(link("b.csv", "linked.csv"), 0);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    (void)open_one(publication, "a.csv");
    assert_refused(publication, "a.csv", EXIT_BAD_USAGE,
                   "two outputs have the same destination: a.csv");
    assert_refused(publication, "./sub/../a.csv", EXIT_BAD_USAGE, "same destination");
    (void)open_one(publication, "sub/a.csv");
    (void)open_one(publication, "b.csv");
    assert_refused(publication, "b.csv", EXIT_BAD_USAGE, "same destination");
    (void)open_one(publication, "linked.csv");
    (void)open_one(publication, "/dev/null");
    (void)open_one(publication, "/dev/null");
    (void)open_one(publication, "/dev/full");
    assert_refused(publication, "/dev/full", EXIT_BAD_USAGE, "same destination");
    (void)open_one(publication, "-");
    assert_refused(publication, NULL, EXIT_BAD_USAGE,
                   "only one output can be written to standard output");
    publication_destroy(publication);
}

static void what_standard_output_goes_to_is_no_other_output(void **state)
{
    int saved = dup(STDOUT_FILENO);
    int file = open("out.csv", O_CREAT | O_WRONLY, 0600);
    struct publication *publication = publication_create();
    struct publication *other = publication_create();

    (void)state;
    (void)fflush(stdout);
    assert_int_equal(dup2(file, STDOUT_FILENO), STDOUT_FILENO);
    (void)open_with(publication, NULL, "text");
    assert_refused(publication, "out.csv", EXIT_BAD_USAGE, "same destination");
    assert_refused(publication, "/dev/stdout", EXIT_BAD_USAGE, "same destination");
    publish(publication);
    assert_int_equal(fcntl(STDOUT_FILENO, F_GETFD), 0);
    /* The descriptor is written, not the name it had when it was opened. */
    assert_int_equal(rename("out.csv", "moved.csv"), 0);
    (void)open_with(other, "/dev/stdout", " and more");
    publish(other);
    assert_int_equal(dup2(saved, STDOUT_FILENO), STDOUT_FILENO);
    (void)close(saved);
    (void)close(file);
    publication_destroy(publication);
    publication_destroy(other);
    assert_file("moved.csv", "text and more");
    assert_absent("out.csv");
}

static void a_full_disk_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();
    struct output *output = open_with(publication, "/dev/full", "x");

    (void)open_with(publication, "a.csv", "a");
    assert_int_equal(output_check(output, &fixture->problem), 0);
    for (int i = 0; i < 300000; i++)
        cl_putc(output_stream(output), 'x');
    assert_int_equal(output_check(output, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED,
                   "cannot write /dev/full: No space left on device");
    fixture->problem = (struct problem){ 0 };
    assert_int_equal(publication_publish(publication, NULL, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED, "cannot write /dev/full: No space left");
    publication_destroy(publication);
    assert_int_equal(entries_in("."), 0);
}

static void a_small_write_to_a_full_disk_is_reported_when_finished(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();
    struct output *output = open_with(publication, "/dev/full", "x");

    assert_int_equal(output_finish(output, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED, "No space left on device");
    publication_destroy(publication);
}

static void a_file_size_limit_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit before;
    struct rlimit small;
    struct publication *publication = publication_create();
    struct output *output = open_one(publication, "a.csv");

    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 1000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; i < 2000; i++)
        cl_putc(output_stream(output), 'x');
    assert_int_equal(output_finish(output, &fixture->problem), -1);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_problem(&fixture->problem, EXIT_FAILED, "cannot write a.csv: File too large");
    publication_destroy(publication);
}

/* Reads the pipe to its end, or closes it at once. */
struct reader {
    char bytes[64];
    bool early;
};

static void *read_pipe(void *argument)
{
    struct reader *reader = argument;
    int fd = open("pipe", O_RDONLY);
    size_t used = 0;
    ssize_t length;

    while (!reader->early &&
           (length = read(fd, reader->bytes + used, sizeof(reader->bytes) - used - 1)) > 0)
        used += (size_t)length;
    (void)close(fd);
    return NULL;
}

static void a_pipe_is_written_directly(void **state)
{
    struct publication *publication = publication_create();
    struct reader reader = { .early = false };
    struct stat status;
    pthread_t thread;

    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(pthread_create(&thread, NULL, read_pipe, &reader), 0);
    (void)open_with(publication, "pipe", "through the pipe");
    assert_int_equal(entries_in("."), 1);
    publish(publication);
    publication_destroy(publication);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_string_equal(reader.bytes, "through the pipe");
    assert_int_equal(lstat("pipe", &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
}

static void a_pipe_closed_early_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();
    struct reader reader = { .early = true };
    struct output *output;
    pthread_t thread;

    (void)signal(SIGPIPE, SIG_IGN);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(pthread_create(&thread, NULL, read_pipe, &reader), 0);
    output = open_with(publication, "pipe", "nobody reads this");
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(output_finish(output, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED, "cannot write pipe: closed early by its reader");
    publication_destroy(publication);
}

/* A full pipe that does not block: the parent's choice, not ours. */
static void a_pipe_that_does_not_block_is_waited_for(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication;
    struct output *output;
    int ends[2];
    size_t total = 0;
    char block[8192];
    pid_t child;
    ssize_t length;

    (void)fflush(stdout);
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[1]);
        publication = publication_create();
        output = open_one(publication, "-");
        for (int i = 0; i < 500000; i++)
            cl_putc(output_stream(output), 'x');
        _exit(output_finish(output, &fixture->problem) == 0 ? 0 : 1);
    }
    (void)close(ends[1]);
    (void)fcntl(ends[0], F_SETFL, 0);
    while ((length = read(ends[0], block, sizeof(block))) > 0)
        total += (size_t)length;
    (void)close(ends[0]);
    assert_int_equal(total, 500000);
    assert_int_equal(waitpid(child, &(int){ 0 }, 0), child);
}

static void find_temporary(char *name)
{
    DIR *folder = opendir(".");
    const struct dirent *entry;

    name[0] = '\0';
    while ((entry = readdir(folder)) != NULL) {
        if (strncmp(entry->d_name, ".claimline-", 11) == 0)
            strcpy(name, entry->d_name);
    }
    (void)closedir(folder);
    assert_true(name[0] != '\0');
}

static void a_failed_rename_says_what_was_published(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();
    struct output *summary = open_with(publication, "summary", "{}");
    struct output *first = open_with(publication, "a.csv", "a");
    struct output *second = open_with(publication, "b.csv", "b");
    char name[64];

    assert_int_equal(output_finish(summary, &fixture->problem), 0);
    assert_int_equal(output_finish(first, &fixture->problem), 0);
    assert_int_equal(output_finish(second, &fixture->problem), 0);
    (void)snprintf(name, sizeof(name), ".claimline-%ld-3.tmp", (long)getpid());
    assert_int_equal(unlink(name), 0);
    assert_int_equal(publication_publish(publication, summary, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED,
                   "cannot publish b.csv: No such file or directory (1 of 3 outputs were "
                   "published: a.csv)");
    publication_destroy(publication);
    assert_file("a.csv", "a");
    assert_absent("summary");
    assert_int_equal(entries_in("."), 1);
}

static void a_folder_in_the_way_stops_before_the_first_rename(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();

    (void)open_with(publication, "a.csv", "a");
    (void)open_with(publication, "b.csv", "b");
    assert_int_equal(mkdir("b.csv", 0700), 0);
    assert_int_equal(publication_publish(publication, NULL, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED, "cannot write b.csv: Is a directory");
    assert_absent("a.csv");
    publication_destroy(publication);
    assert_int_equal(entries_in("."), 1);
}

static void a_temporary_file_that_was_changed_is_not_published(void **state)
{
    struct fixture *fixture = *state;
    struct publication *publication = publication_create();
    struct output *output = open_with(publication, "a.csv", "abc");
    char name[NAME_MAX + 1];

    find_temporary(name);
    write_file(name, "strange bytes", 0600);
    assert_int_equal(output_finish(output, &fixture->problem), -1);
    assert_problem(&fixture->problem, EXIT_FAILED, "its temporary file has 16 bytes, 3 were");
    publication_destroy(publication);
}

/* As if nobody had written to it for two days. */
static void make_old(const char *path)
{
    time_t then = time(NULL) - 2 * 24 * 60 * 60;

    assert_int_equal(utime(path, &(struct utimbuf){ then, then }), 0);
}

static void leftovers_of_dead_runs_are_removed(void **state)
{
    struct publication *publication = publication_create();
    char dead[64];
    char young[64];
    char alive[64];
    pid_t child = fork();

    (void)state;
    if (child == 0)
        _exit(0);
    assert_int_equal(waitpid(child, &(int){ 0 }, 0), child);
    (void)snprintf(dead, sizeof(dead), ".claimline-%ld-7.tmp", (long)child);
    (void)snprintf(young, sizeof(young), ".claimline-%ld-8.tmp", (long)child);
    (void)snprintf(alive, sizeof(alive), ".claimline-%ld-1.tmp", (long)getpid());
    write_file(dead, "", 0600);
    make_old(dead);
    write_file(young, "of another container, perhaps", 0600);
    write_file(alive, "not ours to take", 0600);
    make_old(alive);
    write_file(".claimline-0-7.tmp", "", 0600);
    write_file(".claimline-x-7.tmp", "", 0600);
    write_file(".claimline-999999.tmp", "", 0600);
    (void)open_with(publication, "a.csv", "a");
    assert_absent(dead);
    assert_file(alive, "not ours to take");
    publish(publication);
    publication_destroy(publication);
    assert_file("a.csv", "a");
    assert_file(young, "of another container, perhaps");
    assert_int_equal(entries_in("."), 6);
}

static void many_outputs_share_few_descriptors(void **state)
{
    enum { COUNT = 300 };
    struct fixture *fixture = *state;
    struct rlimit before;
    struct rlimit small;
    struct publication *publication;
    struct output *outputs[COUNT];
    char path[32];

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    small = before;
    small.rlim_cur = 30;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &small), 0);
    publication = publication_create();
    for (size_t i = 0; i < COUNT; i++) {
        (void)snprintf(path, sizeof(path), "%zu.csv", i);
        if (output_open_many(&outputs[i], publication, path, &fixture->problem) != 0)
            fail_msg("%s", fixture->problem.text);
    }
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT; i++)
            cl_puts(output_stream(outputs[(i * 7 + round) % COUNT]), round == 0 ? "a" : "b");
    }
    publish(publication);
    publication_destroy(publication);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_file("0.csv", "abb");
    assert_file("299.csv", "abb");
    assert_int_equal(entries_in("."), COUNT);
}

static void stale_files_go_unless_written_again(void **state)
{
    struct publication *publication = publication_create();
    struct stat status;

    (void)state;
    write_file("old.csv", "old", 0600);
    write_file("again.csv", "old", 0600);
    write_file("linked", "old", 0600);
    assert_int_equal(symlink("linked", "link.csv"), 0);
    assert_int_equal(stat("old.csv", &status), 0);
    assert_false(publication_replaces(publication, status.st_dev, status.st_ino));
    publication_remove_stale(publication, "old.csv", NULL);
    assert_true(publication_replaces(publication, status.st_dev, status.st_ino));
    publication_remove_stale(publication, "./again.csv", NULL);
    publication_remove_stale(publication, "link.csv", NULL);
    publication_remove_stale(publication, "gone.csv", NULL);
    (void)open_with(publication, "again.csv", "new");
    (void)open_with(publication, "link.csv", "new");
    assert_file("old.csv", "old");
    publish(publication);
    publication_destroy(publication);
    assert_absent("old.csv");
    assert_file("again.csv", "new");
    assert_file("linked", "new");
    assert_int_equal(entries_in("."), 3);
}

static void an_output_knows_what_it_replaces(void **state)
{
    struct publication *publication = publication_create();
    struct stat input;
    struct stat other;

    (void)state;
    write_file("input.csv", "x", 0600);
    write_file("other.csv", "x", 0600);
    assert_int_equal(symlink("input.csv", "out.csv"), 0);
    assert_int_equal(stat("input.csv", &input), 0);
    assert_int_equal(stat("other.csv", &other), 0);
    (void)open_one(publication, "out.csv");
    assert_true(publication_replaces(publication, input.st_dev, input.st_ino));
    assert_false(publication_replaces(publication, other.st_dev, other.st_ino));
    publication_destroy(publication);
}

/* In a process of its own: a signal that was noted stays noted. */
static void a_signal_before_publishing_leaves_everything(void **state)
{
    pid_t child = fork();
    int status;

    (void)state;
    if (child == 0) {
        struct publication *publication = publication_create();
        struct problem problem = { 0 };
        int result;

        interrupt_install();
        (void)open_with(publication, "a.csv", "a");
        (void)raise(SIGTERM);
        result = publication_publish(publication, NULL, &problem);
        publication_destroy(publication);
        _exit(result == -1 && interrupt_pending() == SIGTERM ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(entries_in("."), 0);
}

/* AddressSanitizer asks this; without it a huge request ends the program there. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

/* In a process of its own: memory that runs out ends it. */
static void exhausted_memory_leaves_nothing(void **state)
{
    pid_t child = fork();
    int status;

    (void)state;
    if (child == 0) {
        struct publication *publication = publication_create();
        struct problem problem = { 0 };
        struct output *output = open_with(publication, "a.csv", "a");

        (void)output_finish(output, &problem);
        (void)open_with(publication, "b.csv", "b");
        (void)close(STDERR_FILENO);
        (void)mem_alloc(SIZE_MAX / 2);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILED);
    assert_int_equal(entries_in("."), 0);
}

/* In a sticky folder only the owner of a file may have it replaced. */
static void a_file_of_another_user_is_refused_before_the_work(void **state)
{
    pid_t child;
    int status;

    (void)state;
    if (geteuid() != 0)
        skip();
    write_file("a.csv", "root", 0644);
    assert_int_equal(chmod(".", 01777), 0);
    child = fork();
    if (child == 0) {
        struct publication *publication = publication_create();
        struct problem problem = { 0 };
        struct output *output;

        if (setgid(65534) != 0 || setuid(65534) != 0)
            _exit(2);
        if (output_open(&output, publication, "a.csv", &problem) == 0)
            _exit(1);
        publication_destroy(publication);
        _exit(strstr(problem.text, "cannot write a.csv: Operation not permitted") != NULL ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DISPATCH_TEST(a_file_appears_when_published),
        DISPATCH_TEST(bytes_beyond_the_buffer_arrive_in_order),
        DISPATCH_TEST(nothing_is_left_when_destroyed),
        DISPATCH_TEST(the_mode_of_a_replaced_file_is_kept),
        DISPATCH_TEST(the_target_of_a_link_is_replaced),
        DISPATCH_TEST(bad_destinations_are_named),
        DISPATCH_TEST(one_destination_is_one_output),
        DISPATCH_TEST(what_standard_output_goes_to_is_no_other_output),
        DISPATCH_TEST(a_full_disk_is_reported),
        DISPATCH_TEST(a_small_write_to_a_full_disk_is_reported_when_finished),
        DISPATCH_TEST(a_file_size_limit_is_reported),
        DISPATCH_TEST(a_pipe_is_written_directly),
        DISPATCH_TEST(a_pipe_closed_early_is_reported),
        DISPATCH_TEST(a_pipe_that_does_not_block_is_waited_for),
        DISPATCH_TEST(a_failed_rename_says_what_was_published),
        DISPATCH_TEST(a_folder_in_the_way_stops_before_the_first_rename),
        DISPATCH_TEST(a_temporary_file_that_was_changed_is_not_published),
        DISPATCH_TEST(leftovers_of_dead_runs_are_removed),
        DISPATCH_TEST(many_outputs_share_few_descriptors),
        DISPATCH_TEST(stale_files_go_unless_written_again),
        DISPATCH_TEST(an_output_knows_what_it_replaces),
        DISPATCH_TEST(a_signal_before_publishing_leaves_everything),
        DISPATCH_TEST(exhausted_memory_leaves_nothing),
        DISPATCH_TEST(a_file_of_another_user_is_refused_before_the_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
