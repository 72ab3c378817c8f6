import { Injectable, OnModuleInit } from '@nestjs/common';
import { DataSource, EntityManager, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';

/** Tells when transactions that wrote events have been committed by this process: a hint to look, which may be missed. */
@Injectable()
export class EventCommits implements EntitySubscriberInterface, OnModuleInit {
  private readonly writers = new WeakSet<QueryRunner>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly dataSource: DataSource) {}

  onModuleInit(): void {
    this.dataSource.subscribers.push(this);
  }

  onCommit(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Events were written by this manager. */
  note({ queryRunner }: EntityManager): void {
    if (queryRunner?.isTransactionActive === true) this.writers.add(queryRunner);
    else this.tell();
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    // Of a savepoint's end the transaction outside it is still to come.
    if (!queryRunner.isTransactionActive && this.writers.delete(queryRunner)) this.tell();
  }

  afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (!queryRunner.isTransactionActive) this.writers.delete(queryRunner);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
