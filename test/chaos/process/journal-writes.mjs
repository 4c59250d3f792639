import { createRequire } from 'node:module';

/**
 * Puts `around` about every durable write of every SQLite database of this process: each COMMIT, and each statement that
 * writes outside a transaction. What happens inside a transaction is not durable and is not seen.
 */
export function watchJournalWrites(around) {
  const builtin = process.getBuiltinModule?.('node:sqlite');
  const Database = builtin ? builtin.DatabaseSync : createRequire(import.meta.url)('libsql');
  const inTransaction = new WeakSet();
  const { exec, prepare } = Database.prototype;
  Database.prototype.exec = function (sql) {
    if (/^\s*COMMIT/i.test(sql)) {
      return around(() => {
        const value = exec.call(this, sql);
        inTransaction.delete(this);
        return value;
      });
    }
    const value = exec.call(this, sql);
    if (/^\s*BEGIN/i.test(sql)) inTransaction.add(this);
    if (/^\s*ROLLBACK\s*$/i.test(sql)) inTransaction.delete(this);
    return value;
  };
  Database.prototype.prepare = function (sql, ...more) {
    const statement = prepare.call(this, sql, ...more);
    if (!/^\s*(INSERT|UPDATE|DELETE|REPLACE)/i.test(sql)) return statement;
    for (const name of ['run', 'all']) {
      const plain = statement[name];
      statement[name] = (...params) => {
        const work = () => plain.apply(statement, params);
        return inTransaction.has(this) ? work() : around(work);
      };
    }
    return statement;
  };
}
