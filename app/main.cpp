#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "app/program.h"
#include "app/worker.h"

// OpenMP reads its limit when its library is loaded, which is before main: the program starts itself once
// more with it. Without it a line of text takes nine times as long.
static void limit_threads(char** argv) {
    if (std::getenv("OMP_THREAD_LIMIT") != nullptr) return;
    ::setenv("OMP_THREAD_LIMIT", "1", 1);
    ::execv("/proc/self/exe", argv);  // on failure the program only is slower
}

int main(int argc, char** argv) {
    limit_threads(argv);
    ::signal(SIGPIPE, SIG_IGN);  // a dead worker is noticed by its answer that does not come
    ::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit is an error of the write, like a full disk
    if (argc == 2 && std::strcmp(argv[1], "--worker") == 0) return sanad::app::serve_as_worker();
    return sanad::app::run_program(argc, argv);
}
