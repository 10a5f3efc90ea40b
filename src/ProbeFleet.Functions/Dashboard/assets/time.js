// Times: UTC unless the reader asks for this browser's own clock; either way the other one is on hover. A number never breaks from its unit.
import { el } from "./dom.js";

const key = "clock";
const gap = "\u00a0";
const two = number => String(number).padStart(2, "0");

let local = localStorage.getItem(key) === "local";

export const isLocal = () => local;

export function setLocal(value) {
  local = value;
  localStorage.setItem(key, value ? "local" : "utc");
}

/** Returns a date whose UTC parts are the ones to show. */
export function shown(instant, isOwn = local) {
  const date = new Date(instant);
  return isOwn ? new Date(date.getTime() - date.getTimezoneOffset() * 60_000) : date;
}

export function zone(instant = Date.now(), isOwn = local) {
  if (!isOwn) return "UTC";
  const minutes = -new Date(instant).getTimezoneOffset();
  const size = Math.abs(minutes);
  return minutes === 0 ? "UTC" : `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${size % 60 === 0 ? "" : `:${two(size % 60)}`}`;
}

export function clock(instant, isOwn = local) {
  return shown(instant, isOwn).toISOString().slice(11, 19);
}

export function stamp(instant, isOwn = local) {
  return `${shown(instant, isOwn).toISOString().slice(0, 10)} ${clock(instant, isOwn)}${gap}${zone(instant, isOwn)}`;
}

export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds}${gap}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}${gap}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours}${gap}h` : `${hours}${gap}h${gap}${minutes % 60}${gap}min`;
  return `${Math.round(hours / 24)}${gap}days`;
}

/** How long a cell has been failing, for the end of a sentence. Its last 60 outcomes are known: when all failed, it may be longer. */
export function lasting(cell, before = ", for ", more = "more than ") {
  if (!cell.failingSince) return "";
  const isLonger = cell.recent.length >= 60 && cell.recent.every(outcome => outcome === "failed");
  return `${before}${isLonger ? more : ""}${span(Date.now() - new Date(cell.failingSince))}`;
}

export const ago = (instant, now = Date.now()) => `${span(now - new Date(instant))} ago`;

/** A time; on hover in UTC and by this browser's clock. */
export function time(instant, text = stamp(instant)) {
  return el("time", { datetime: instant, title: `${stamp(instant, false)} · here ${stamp(instant, true)}`, text });
}

export function milliseconds(value) {
  return value === null || value === undefined ? "" : value >= 100 ? `${Math.round(value)}${gap}ms` : `${Math.round(value * 10) / 10}${gap}ms`;
}
