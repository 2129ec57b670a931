import { size } from './words.js';

/** As many files are taken at once; those of a whole disk dropped by mistake are not. */
export const MOST_FILES = 2000;
const MOST_LOOKED_AT = 20_000;
const DEEPEST = 38;

const HIDDEN = 'hidden';
const UNREADABLE_KIND = 'of a kind that cannot be read';
const EMPTY = 'empty';
const NOT_OPENED = 'could not be opened';

/** What programs leave behind beside the user's own files. */
const LEFTOVERS = new Set(['thumbs.db', 'desktop.ini', '__macosx']);
const isHidden = (name) => name.startsWith('.') || name.startsWith('~$') || LEFTOVERS.has(name.toLowerCase());

/** Files of one choice or drop: those to be uploaded, those left out and why, and whether there were too many. */
class Selection {
  constructor(limits) {
    this.limits = limits;
    this.files = [];
    this.skipped = [];
    this.lookedAt = 0;
    this.cut = false;
  }

  /** A file that the user named is taken as it is: what is wrong with it is told in its row. */
  take(file) {
    if (this.isFull()) {
      return;
    }
    this.files.push({ file, path: '' });
  }

  /** A file that lay in a folder with others. */
  sift(file, path) {
    if (this.isFull()) {
      return;
    }
    const reason = this.objectionTo(file, path);
    if (reason) {
      this.skip(path, reason);
    } else {
      this.files.push({ file, path });
    }
  }

  skip(path, reason) {
    this.skipped.push({ path, reason });
  }

  isFull() {
    this.cut ||= this.files.length >= MOST_FILES || this.lookedAt >= MOST_LOOKED_AT;
    return this.cut;
  }

  /** Folders come in whatever order the system has them. */
  sorted() {
    this.files.sort(byPath);
    this.skipped.sort(byPath);
    return this;
  }

  objectionTo(file, path) {
    if (path.split('/').slice(1).some(isHidden)) {
      return HIDDEN;
    }
    if (!this.limits.extensions.includes(extensionOf(path))) {
      return UNREADABLE_KIND;
    }
    if (file.size === 0) {
      return EMPTY;
    }
    return file.size > this.limits.maxFileBytes ? `larger than ${size(this.limits.maxFileBytes)}` : null;
  }
}

const inOrder = new Intl.Collator('en', { numeric: true });
const byPath = (one, other) => inOrder.compare(one.path, other.path);

const extensionOf = (name) => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

/** The files of a file input, with their paths where a folder was chosen. */
export function chosen(files, limits) {
  const selection = new Selection(limits);
  for (const file of files) {
    selection.lookedAt++;
    if (file.webkitRelativePath) {
      selection.sift(file, file.webkitRelativePath);
    } else {
      selection.take(file);
    }
    if (selection.cut) {
      break;
    }
  }
  return selection.sorted();
}

/**
 * The files of a drop, and those in the folders that were dropped. To be called while the event is under way: its data
 * is gone afterwards.
 */
export function dropped(data, limits) {
  const entries = [...data.items].filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
  return walk(entries, new Selection(limits));
}

async function walk(entries, selection) {
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) {
      await walkFolder(entry, selection, 1);
    } else if (file) {
      selection.take(file);
    }
  }
  return selection.sorted();
}

async function walkFolder(folder, selection, depth) {
  const path = folder.fullPath.replace(/^\/+/, '');
  if (depth > DEEPEST) {
    selection.skip(path, 'too deep');
    return;
  }
  for await (const entry of entriesOf(folder, selection)) {
    if (selection.isFull()) {
      return;
    }
    selection.lookedAt++;
    const inside = `${path}/${entry.name}`;
    if (isHidden(entry.name)) {
      selection.skip(inside, HIDDEN);
    } else if (entry.isDirectory) {
      await walkFolder(entry, selection, depth + 1);
    } else {
      await siftEntry(entry, inside, selection);
    }
  }
}

/** A reader gives its entries a hundred at a time, and none at the end. */
async function* entriesOf(folder, selection) {
  const reader = folder.createReader();
  for (;;) {
    let some;
    try {
      some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    } catch {
      selection.skip(folder.fullPath.replace(/^\/+/, ''), NOT_OPENED);
      return;
    }
    if (!some.length) {
      return;
    }
    yield* some;
  }
}

async function siftEntry(entry, path, selection) {
  try {
    selection.sift(await new Promise((resolve, reject) => entry.file(resolve, reject)), path);
  } catch {
    selection.skip(path, NOT_OPENED);
  }
}

/** How many were left out for which reason. */
export function reasonsOf(skipped) {
  const counts = new Map();
  skipped.forEach(({ reason }) => counts.set(reason, (counts.get(reason) ?? 0) + 1));
  return [...counts].map(([reason, number]) => `${number} ${reason}`).join(', ');
}
