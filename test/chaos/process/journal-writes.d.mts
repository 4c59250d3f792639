/** See `journal-writes.mjs`, which is loaded into the built program as it is. */
export declare function watchJournalWrites(around: <T>(work: () => T) => T): void;
