// Marks: links to any text of an article, #m=SENTENCE.OFFSET-SENTENCE.OFFSET.CHECK.WORDS, several with commas: UTF-16
// offsets in sentences (#s-N), a checksum, six bits of every word, by which changed text is found.
// #sel=P:W,P:W;… is MaSha's form: paragraph and word of both ends, from 1.
import { copy } from './copy.js';

const CODE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HALF = 32; // of longer marks, so many words at each end are kept

const article = document.querySelector('[data-marks]');
const [button, note] = ['mark-button', 'mark-note'].map((id) => document.getElementById(id));

// The whole text, where its nodes begin in it, and where its sentences do.
let nodes, all, words;
const read = () => {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  nodes = [];
  all = '';
  for (let node; (node = walker.nextNode()); all += node.data) nodes.push([all.length, node]);
  words = [...all.matchAll(/[\p{L}\p{N}]+/gu)].map((m) => ({ at: m.index, end: m.index + m[0].length, code: code(m[0]) }));
};
const hash = (text) => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
};
const code = (word) => CODE[hash(word.toLowerCase()) % 64];
const check = (text) => (hash(text.replace(/\s+/g, ' ')) % 0x1000000).toString(36);
const sentences = [...article.querySelectorAll('[id^="s-"]')];
const begin = (element) => {
  const found = nodes.find(([, node]) => element.contains(node));
  return found ? found[0] : all.length;
};
const place = (node, offset) => {
  const before = document.createRange();
  before.selectNodeContents(article);
  before.setEnd(node, offset);
  return before.toString().length;
};

// Position in the text <-> sentence and offset.
const point = (at) => {
  const starts = sentences.map(begin);
  const n = Math.max(starts.findLastIndex((start) => start <= at), 0);
  return `${n + 1}.${at - starts[n]}`;
};
const codes = (from, to) => words.filter((w) => w.end > from && w.at < to).map((w) => w.code).join('');
const write = ([from, to]) => {
  const c = codes(from, to);
  const kept = c.length > 2 * HALF ? `${c.slice(0, HALF)}~${c.slice(-HALF)}` : c;
  return `${point(from)}-${point(to)}.${check(all.slice(from, to))}.${kept}`;
};

// Where words like these stand: [first word, one past the last, edits], nearest to a place among equals.
const align = (pattern, near) => {
  const n = pattern.length;
  let column = Array.from({ length: n + 1 }, (_, i) => [i, 0]);
  let best = null;
  words.forEach((word, j) => {
    const next = [[0, j + 1]];
    let diagonal = [column[0][0], j];
    for (let i = 1; i <= n; i++) {
      const same = [diagonal[0] + (pattern[i - 1] === word.code ? 0 : 1), diagonal[1]];
      const skip = [column[i][0] + 1, column[i][1]];
      const miss = [next[i - 1][0] + 1, next[i - 1][1]];
      diagonal = column[i];
      next.push([same, skip, miss].reduce((a, b) => (b[0] < a[0] ? b : a)));
    }
    column = next;
    const [edits, first] = column[n];
    const far = Math.abs((words[first] ?? word).at - near);
    if (first <= j && (!best || edits < best[2] || (edits === best[2] && far < best[3]))) best = [first, j + 1, edits, far];
  });
  return best;
};
const search = (sum, kept, near) => {
  const parts = kept.split('~').filter(Boolean).map((part) => [part, align(part, near)]);
  if (!parts.length || parts.some(([part, found]) => !found || found[2] > part.length / 2 || found[2] === part.length)) return null;
  const from = words[parts[0][1][0]].at;
  const to = words[parts[parts.length - 1][1][1] - 1].end;
  if (to <= from) return null;
  // The marked text may begin and end with marks of punctuation.
  for (let a = 0; a <= 3; a++) {
    for (let b = 0; b <= 4; b++) {
      if (check(all.slice(from - a, to + b)) === sum) return { range: [from - a, to + b], same: true };
    }
  }
  // A word or two prove nothing unless the checksum does.
  return kept.length > 2 ? { range: [from, to], same: false } : null;
};
const parse = (text) => {
  const m = /^(\d+)\.(\d+)-(\d+)\.(\d+)\.([0-9a-z]+)\.([\w~-]*)$/.exec(text);
  if (!m) return null;
  const at = (n, offset) => (sentences[n - 1] ? begin(sentences[n - 1]) : all.length) + Number(offset);
  const [from, to] = [at(m[1], m[2]), at(m[3], m[4])];
  if (from < to && check(all.slice(from, to)) === m[5]) return { range: [from, to], same: true };
  return search(m[5], m[6], from);
};
const parseOld = (text) => {
  const m = /^(\d+):(\d+)(?::[^,:]*)?,(\d+):(\d+)(?::[^,:]*)?$/.exec(text);
  const blocks = [...article.querySelectorAll('.block')];
  const at = (p, w, end) => {
    const block = blocks[Math.max(p, 1) - 1];
    const word = block && [...block.textContent.matchAll(/\S+/g)][Math.max(w, 1) - 1];
    return word ? begin(block) + word.index + (end ? word[0].length : 0) : -1;
  };
  const range = m && [at(m[1], m[2], false), at(m[3], m[4], true)];
  return range && range[0] >= 0 && range[0] < range[1] ? { range, same: true } : null;
};

let marks = [];
const paint = () => {
  for (const mark of article.querySelectorAll('mark.hit')) mark.replaceWith(...mark.childNodes);
  article.normalize();
  read();
  for (const [from, to] of marks) {
    for (const [start, node] of nodes) {
      const [a, b] = [Math.max(from - start, 0), Math.min(to - start, node.data.length)];
      if (a >= b || !node.parentElement.closest('.block, h1')) continue;
      const range = document.createRange();
      range.setStart(node, a);
      range.setEnd(node, b);
      const mark = document.createElement('mark');
      mark.className = 'hit';
      range.surroundContents(mark);
    }
    read();
  }
};
const say = (words) => {
  note.textContent = words;
  note.hidden = !words;
};
const open = () => {
  const wanted = decodeURIComponent(location.hash.slice(1).split(':~:')[0]);
  const [, kind, list] = /^(m|sel)=(.+)$/.exec(wanted) ?? [];
  if (!kind) return;
  marks = [];
  paint();
  const found = kind === 'm' ? list.split(',').map(parse) : list.split(';').filter(Boolean).map(parseOld);
  marks = found.filter(Boolean).map((f) => f.range);
  paint();
  const { changed, gone } = article.dataset;
  say(found.some((f) => !f) ? gone : found.some((f) => !f.same) ? changed : '');
  const first = article.querySelector('mark.hit');
  if (first) first.scrollIntoView({ block: 'center' });
};

// The standard directive, where it selects nothing else on the page.
const directive = ([from, to]) => {
  const shown = document.body.innerText.replace(/\s+/g, ' ');
  const blocks = all.slice(from, to).trim().split(/\s*\n\s*/);
  const cut = (text, n) => text.split(/\s+/).slice(...(n > 0 ? [0, n] : [n])).join(' ');
  const [first, last] = [blocks[0], blocks[blocks.length - 1]];
  const short = blocks.length === 1 && first.split(/\s+/).length <= 10;
  const start = short ? first : cut(first, 4);
  const inWord = /[\p{L}\p{N}]{2}/u;
  const cuts = inWord.test(all.slice(from - 1, from + 1)) || inWord.test(all.slice(to - 1, to + 1));
  if (cuts || shown.split(start.replace(/\s+/g, ' ')).length !== 2) return '';
  const encode = (text) => encodeURIComponent(text.replace(/\s+/g, ' ')).replace(/-/g, '%2D');
  return `text=${encode(start)}${short ? '' : `,${encode(cut(last, -4))}`}`;
};
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(article)) return null;
  const inside = (node, otherwise) => (article.contains(node) ? null : otherwise);
  let from = inside(range.startContainer, 0) ?? place(range.startContainer, range.startOffset);
  let to = inside(range.endContainer, all.length) ?? place(range.endContainer, range.endOffset);
  while (from < to && /\s/.test(all[from])) from++;
  while (from < to && /\s/.test(all[to - 1])) to--;
  return from < to && words.some((w) => w.end > from && w.at < to) ? [from, to] : null;
};
document.addEventListener('selectionchange', () => {
  const range = selected();
  button.hidden = !range;
  if (!range) return;
  const rects = getSelection().getRangeAt(0).getClientRects();
  const box = rects[rects.length - 1] ?? article.getBoundingClientRect();
  const left = Math.min(box.right, document.documentElement.clientWidth - button.offsetWidth - 8);
  button.style.left = `${Math.max(left + scrollX, 8)}px`;
  button.style.top = `${box.bottom + scrollY + 6}px`;
});
// Pressing must not take the selection away.
button.addEventListener('mousedown', (event) => event.preventDefault());
button.addEventListener('click', async () => {
  const range = selected();
  if (!range) return;
  marks = [...marks.filter(([a, b]) => b <= range[0] || range[1] <= a), range].sort((a, b) => a[0] - b[0]);
  const hashed = `#m=${marks.map(write).join(',')}`;
  const directives = marks.map(directive);
  const standard = directives.every(Boolean) ? `:~:${directives.join('&')}` : '';
  history.replaceState(null, '', location.pathname + hashed);
  getSelection().removeAllRanges();
  button.hidden = true;
  paint();
  await copy(location.origin + location.pathname + hashed + standard);
  say(article.dataset.copied);
});
addEventListener('hashchange', open);
read();
open();
