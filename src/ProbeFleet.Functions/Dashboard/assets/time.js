// Times: UTC, because a fleet spans zones and tickets quote logs; the words say how long ago.
import { el } from "./dom.js";

const two = number => String(number).padStart(2, "0");

export function clock(instant) {
  const date = new Date(instant);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

export function stamp(instant) {
  const date = new Date(instant);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${clock(instant)}`;
}

export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
}

export const ago = (instant, now = Date.now()) => `${span(now - new Date(instant))} ago`;

export function time(instant, text = `${stamp(instant)} UTC`) {
  return el("time", { datetime: instant, title: `${stamp(instant)} UTC`, text });
}

export function milliseconds(value) {
  return value === null || value === undefined ? "" : value >= 100 ? `${Math.round(value)} ms` : `${Math.round(value * 10) / 10} ms`;
}
