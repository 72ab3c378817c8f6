import { EntityManager } from 'typeorm';

/**
 * Inserts whole rows in one statement, columns as in the first of them. TypeORM's own insert passes each value as a parameter, of which
 * a statement has 65,535, and its types do not take a jsonb column of unknown content.
 */
export async function insertRows<T extends object>(
  manager: EntityManager,
  entity: new () => T,
  rows: readonly Partial<T>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { tableName, columns } = manager.connection.getMetadata(entity);
  const used = columns.filter(({ propertyName }) => propertyName in first);
  const records = rows.map((row) =>
    Object.fromEntries(used.map((column) => [column.databaseName, row[column.propertyName as keyof T]])),
  );
  const names = used.map(({ databaseName }) => databaseName).join(', ');
  await manager.query(
    `insert into ${tableName} (${names}) select ${names} from jsonb_populate_recordset(null::${tableName}, $1::jsonb)`,
    [JSON.stringify(records)],
  );
}
