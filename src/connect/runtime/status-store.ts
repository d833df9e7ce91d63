/**
 * How things are: of each connector and each task the last status, and which topics are in use.
 * Source: Kafka 4.3 `MemoryStatusBackingStore`, `StatusBackingStore`; KIP-558 for topics.
 */
import type { Status, TaskId } from './states.ts'

export interface TopicStatus {
  readonly topic: string
  readonly connector: string
  readonly task: number
  /** When it was first written to or read from, in milliseconds since 1970. */
  readonly discoveredAt: number
}

export interface StatusStore {
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves when all that was put is safe. */
  flush(): Promise<void>
  putConnector(connector: string, status: Status): void
  putTask(id: TaskId, status: Status): void
  connector(connector: string): Status | undefined
  task(id: TaskId): Status | undefined
  /** By task number. */
  tasks(connector: string): { task: number; status: Status }[]
  connectors(): string[]
  putTopic(status: TopicStatus): void
  topics(connector: string): TopicStatus[]
  deleteTopic(connector: string, topic: string): void
}

/** Maps that the stores fill. A destroyed one is none. */
export class StatusTable {
  readonly #connectors = new Map<string, Status>()
  readonly #tasks = new Map<string, Map<number, Status>>()
  readonly #topics = new Map<string, Map<string, TopicStatus>>()

  setConnector(connector: string, status: Status | undefined): void {
    if (!status || status.state === 'DESTROYED') this.#connectors.delete(connector)
    else this.#connectors.set(connector, status)
  }

  setTask({ connector, task }: TaskId, status: Status | undefined): void {
    const tasks = this.#tasks.get(connector) ?? new Map<number, Status>()
    if (!status || status.state === 'DESTROYED') tasks.delete(task)
    else tasks.set(task, status)
    if (tasks.size > 0) this.#tasks.set(connector, tasks)
    else this.#tasks.delete(connector)
  }

  setTopic(connector: string, topic: string, status: TopicStatus | undefined): void {
    const topics = this.#topics.get(connector) ?? new Map<string, TopicStatus>()
    if (status) topics.set(topic, status)
    else topics.delete(topic)
    this.#topics.set(connector, topics)
  }

  connector(connector: string): Status | undefined {
    return this.#connectors.get(connector)
  }

  task({ connector, task }: TaskId): Status | undefined {
    return this.#tasks.get(connector)?.get(task)
  }

  tasks(connector: string): { task: number; status: Status }[] {
    return [...(this.#tasks.get(connector) ?? [])]
      .map(([task, status]) => ({ task, status }))
      .sort((a, b) => a.task - b.task)
  }

  connectors(): string[] {
    return [...this.#connectors.keys()]
  }

  topics(connector: string): TopicStatus[] {
    return [...(this.#topics.get(connector)?.values() ?? [])]
  }

  topic(connector: string, topic: string): TopicStatus | undefined {
    return this.#topics.get(connector)?.get(topic)
  }
}

/** For one worker by itself. */
export class MemoryStatus extends StatusTable implements StatusStore {
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async flush(): Promise<void> {}

  putConnector(connector: string, status: Status): void {
    this.setConnector(connector, status)
  }

  putTask(id: TaskId, status: Status): void {
    this.setTask(id, status)
  }

  putTopic(status: TopicStatus): void {
    if (!this.topic(status.connector, status.topic)) this.setTopic(status.connector, status.topic, status)
  }

  deleteTopic(connector: string, topic: string): void {
    this.setTopic(connector, topic, undefined)
  }
}
