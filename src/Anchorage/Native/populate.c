/* Linked into the published executable only; docs/adr/0021-start.md says what it is for. */

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; an older kernel refuses it, and the pages come one by one. */
#endif

extern char __bss_start[];
extern char _end[];

/*
 * The runtime unpacks nine megabytes of its own data into zeroed memory before anything else runs. Each page of it would be a page fault;
 * this asks for all of them at once. None is touched that the runtime does not write a moment later.
 */
__attribute__((constructor)) static void populate(void)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t first = ((uintptr_t)__bss_start + page - 1) / page * page;
    const uintptr_t last = ((uintptr_t)_end + page - 1) / page * page;

    (void)madvise((void *)first, last - first, MADV_POPULATE_WRITE);
}
