/** Something that holds for all files, with what takes its place in folders of their own. */
export class ByFolder<T> {
  /** The longest names first: a folder inside another goes before it. */
  private readonly folders: readonly (readonly [string, T])[];

  /** @param folders by the folder's name, as the names of files begin, without a slash at the end. */
  constructor(
    readonly base: T,
    folders: Iterable<readonly [string, T]> = [],
  ) {
    this.folders = [...folders].sort(([a], [b]) => b.length - a.length);
  }

  static of<T extends object>(value: T | ByFolder<T>): ByFolder<T> {
    return value instanceof ByFolder ? value : new ByFolder(value);
  }

  at(file: string | undefined): T {
    return this.folders.find(([folder]) => file?.startsWith(`${folder}/`))?.[1] ?? this.base;
  }

  all(): T[] {
    return [this.base, ...this.folders.map(([, value]) => value)];
  }

  map<U>(change: (value: T) => U): ByFolder<U> {
    return new ByFolder(
      change(this.base),
      this.folders.map(([folder, value]) => [folder, change(value)] as const),
    );
  }
}
