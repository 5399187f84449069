/* calls.c - see calls.h. */
#include "calls.h"

#include <stddef.h>
#include <string.h>

static const struct {
    enum article article;
    bool store_may;    /* a store does so for its destination */
    const char *names; /* with a blank around each */
} groups[] = {
    { ARTICLE_ENDS, false,
      " exit _exit _Exit quick_exit abort kill raise pthread_exit pthread_kill"
      " sleep usleep nanosleep clock_nanosleep pause poll ppoll select pselect epoll_wait" },
    { ARTICLE_PROCESS, false,
      " signal sigaction sigprocmask pthread_sigmask sigaltstack __sysv_signal bsd_signal"
      " alarm ualarm setitimer timer_create"
      " setlocale uselocale chdir fchdir chroot umask setenv unsetenv putenv clearenv"
      " setrlimit setrlimit64 prctl setpriority nice setuid setgid seteuid setegid setsid setpgid"
      " fesetround fesetenv feenableexcept atexit at_quick_exit on_exit" },
    { ARTICLE_CLOCK, false,
      " time gettimeofday clock_gettime clock ftime timespec_get times getrusage"
      " localtime localtime_r mktime timelocal ctime ctime_r tzset strptime"
      " getrandom getentropy arc4random arc4random_buf arc4random_uniform"
      " getenv secure_getenv __secure_getenv environ __environ"
      " getlogin nl_langinfo localeconv" },
    { ARTICLE_CLOCK, true, " getpid getppid gettid gethostname uname getcwd getuid" },
    { ARTICLE_STATICS, false,
      " strtok rand srand random srandom initstate setstate drand48 erand48 lrand48 srand48"
      " asctime gmtime hcreate hsearch ecvt fcvt l64a crypt getopt getopt_long" },
    { ARTICLE_PRINTS, false,
      " printf vprintf puts putchar perror psignal syslog vsyslog __printf_chk __vprintf_chk"
      " stdout stderr stdin _IO_2_1_stdout_ _IO_2_1_stderr_ dprintf vdprintf __dprintf_chk"
      " write writev pwrite pwrite64 send sendto sendmsg"
      " err errx warn warnx verr verrx vwarn vwarnx error error_at_line" },
    { ARTICLE_FILES, true,
      " open open64 __open_2 openat openat64 creat fopen fopen64 freopen fdopen opendir dlopen"
      " tmpfile tmpfile64 tmpnam mkstemp mkostemp mkdtemp mkdir rmdir unlink unlinkat remove rename"
      " link symlink truncate ftruncate socket socketpair connect bind accept pipe pipe2 dup dup2"
      " dup3 memfd_create shm_open getaddrinfo gethostbyname getpwnam getpwuid iconv_open "
      "syscall" },
    { ARTICLE_THREADS, false,
      " fork vfork clone _Fork pthread_create thrd_create system popen posix_spawn posix_spawnp"
      " execve execv execvp execvpe execl execlp execle fexecve daemon" },
};

static bool stands_in(const char *names, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = names; (at = strstr(at, name)) != NULL; at++) {
        if (at[-1] == ' ' && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

enum article calls_article(const char *name, bool store)
{
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        if (stands_in(groups[i].names, name) && !(store && groups[i].store_may))
            return groups[i].article;
    }
    return ARTICLE_COUNT;
}
