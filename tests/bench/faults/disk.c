/* A disk that is slow or full, for programs started with this library in LD_PRELOAD.
 *
 * FAULT_FOLDER: whose files it is about. FAULT_SYNC_MS: how long a sync takes. FAULT_BYTES: how many bytes still fit,
 * in a file that processes share. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int ours(int file)
{
    const char *folder = getenv("FAULT_FOLDER");
    char link[64], path[4096];
    if (!folder || !*folder)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 0 && (size_t)length >= strlen(folder) && !strncmp(path, folder, strlen(folder));
}

static void wait_for_disk(int file)
{
    const char *ms = getenv("FAULT_SYNC_MS");
    if (ms && *ms && ours(file))
        usleep(1000 * (useconds_t)atoi(ms));
}

/* Take bytes off what still fits; whether they fit. */
static int fits(int file, size_t bytes)
{
    static long *left;
    const char *path = getenv("FAULT_BYTES");
    if (!path || !*path || !ours(file))
        return 1;
    if (!left) {
        int shared = open(path, O_RDWR);
        left = mmap(NULL, sizeof *left, PROT_READ | PROT_WRITE, MAP_SHARED, shared, 0);
        close(shared);
    }
    if (*left < (long)bytes) {
        errno = ENOSPC;
        return 0;
    }
    *left -= (long)bytes;
    return 1;
}

int fsync(int file)
{
    wait_for_disk(file);
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file)
{
    wait_for_disk(file);
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(file);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    if (!fits(file, size))
        return -1;
    return ((ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write"))(file, bytes, size);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    size_t size = 0;
    for (int part = 0; part < count; part++)
        size += parts[part].iov_len;
    if (!fits(file, size))
        return -1;
    return ((ssize_t (*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev"))(file, parts, count);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t place)
{
    if (!fits(file, size))
        return -1;
    return ((ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite"))(file, bytes, size, place);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place)
{
    if (!fits(file, size))
        return -1;
    return ((ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"))(file, bytes, size, place);
}
