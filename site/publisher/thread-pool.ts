/*
 * Imported before everything else, since the pool is made at its first use. Its threads wait for the
 * disk: a release flushes some twenty files and folders, and those asked for together share one
 * commit of the file system's journal.
 */
process.env.UV_THREADPOOL_SIZE ??= '16';
