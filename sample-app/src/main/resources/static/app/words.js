/** The page is written in English, so its numbers and dates are, too, whatever the browser speaks. */
const LOCALE = 'en-GB';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A number as it is read: 12,345. */
export const count = (number) => number.toLocaleString(LOCALE);

/** A count with its word: 1 file, 2 files. */
export function plural(number, word) {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}

/** A size of so many bytes: 870 bytes, 3.4 kB, 34 kB, 1 MB, 2.5 GB. */
export function size(bytes) {
  if (bytes < 1000) {
    return plural(bytes, 'byte');
  }
  for (const [unit, above] of [['kB', 1e3], ['MB', 1e6], ['GB', 1e9]]) {
    const some = bytes / above;
    const text = some < 10 || above > 1e3 ? some.toFixed(1).replace(/\.0$/, '') : String(Math.round(some));
    if (Number(text) < 1000) {
      return `${text} ${unit}`;
    }
  }
  return `${(bytes / 1e12).toFixed(1)} TB`;
}

/** How long something took: 1.25 ms, 23.4 ms, 512 ms, 3.4 s, 12 min, 1.5 h. */
export function duration(milliseconds) {
  if (milliseconds < 999.5) {
    return `${milliseconds.toFixed(milliseconds < 9.995 ? 2 : milliseconds < 99.95 ? 1 : 0)} ms`;
  }
  if (milliseconds < MINUTE) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  return milliseconds < HOUR ? `${Math.round(milliseconds / MINUTE)} min` : `${(milliseconds / HOUR).toFixed(1)} h`;
}

/** A day and an hour: 5 Mar 2026, 14:05. */
export const when = (instant) => new Date(instant).toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

/** The same to the second, for what happens more than once a minute: 5 Mar 2026, 14:05:09. */
export const moment = (instant) => new Date(instant).toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' });

/** An hour of today: 14:05:09. */
export const clock = (instant) => new Date(instant).toLocaleTimeString(LOCALE);
