"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const start = BigInt(data.start);
  const span = Math.max(Number((BigInt(data.end) - start) / 1000n), 1); // µs, as all times here
  const sums = (steps) => { let at = 0; return Float64Array.from(steps, (step) => (at += step)); };
  const curve = (raw, scale) => ({ t: sums(raw.t), v: Float64Array.from(raw.v, (value) => value * scale) });
  const equity = curve(data.equity, 1);
  const drawdown = curve(data.drawdown, -100);
  const instruments = data.instruments.map((one) => ({
    name: one.name, price: curve(one.price, 1), fills: { ...one.fills, t: sums(one.fills.t) },
  }));
  let shown = 0;
  let view = [0, span];
  let pointer = null; // { x as share of the plot, canvas, y }

  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  byId("theme").onclick = () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; draw(); };
  byId("currency").textContent = data.currency;
  const color = (name) => getComputedStyle(root).getPropertyValue("--" + name).trim();

  // First position with t >= time.
  const lower = (t, time) => {
    let low = 0, high = t.length;
    while (low < high) { const mid = (low + high) >> 1; if (t[mid] < time) low = mid + 1; else high = mid; }
    return low;
  };
  const pad = (value, width) => String(value).padStart(width, "0");
  const clock = (us, digits) => {
    const at = start / 1000n + BigInt(Math.round(us));
    const date = new Date(Number(at / 1000n));
    const fraction = pad(at % 1000000n, 6).slice(0, digits);
    const text = `${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
    return digits ? `${text}.${fraction}` : text;
  };
  const day = (us) => new Date(Number(start / 1000000n) + us / 1000).toISOString().slice(0, 10);
  const amount = (value, digits) => (value + 0).toLocaleString("en-US", { maximumFractionDigits: digits ?? 8 });

  const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((n) => [n, n * 1e3]).sort((a, b) => a - b)
    .concat([1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000, 2592000, 7776000, 31536000].map((n) => n * 1e6));
  const timeTicks = (width) => {
    const wanted = (view[1] - view[0]) / Math.max(width / 120, 2);
    const step = STEPS.find((one) => one >= wanted) ?? STEPS[STEPS.length - 1];
    const shift = Number((start / 1000n) % BigInt(step));
    const ticks = [];
    for (let at = Math.ceil((view[0] + shift) / step) * step - shift; at <= view[1]; at += step) ticks.push(at);
    const digits = step >= 1e6 ? 0 : step >= 1e3 ? 3 : 6;
    return ticks.map((at) => [at, step >= 86400e6 ? day(at) : clock(at, digits)]);
  };
  const valueTicks = (low, high, count) => {
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const ticks = [];
    for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push([n * step, amount(n * step, digits)]);
    return ticks;
  };

  const LEFT = 8, RIGHT = 84, TOP = 8, BOTTOM = 22;
  const plot = (canvas) => ({ x: LEFT, y: TOP, w: Math.max(canvas.clientWidth - LEFT - RIGHT, 10), h: Math.max(canvas.clientHeight - TOP - BOTTOM, 10) });

  // What of the curve is in view, one point more at either side.
  const window_ = (series) => [Math.max(lower(series.t, view[0]) - 1, 0), Math.min(lower(series.t, view[1]) + 1, series.t.length)];
  const bounds = (values, from, to, low, high) => {
    for (let i = from; i < to; i++) { if (values[i] < low) low = values[i]; if (values[i] > high) high = values[i]; }
    return [low, high];
  };

  const prepare = (canvas, low, high) => {
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    g.font = "11px system-ui, sans-serif";
    const box = plot(canvas);
    if (!(high >= low)) return { g, box, empty: true };
    const margin = (high - low) * 0.06 || Math.abs(high) * 1e-4 || 1;
    low -= margin; high += margin;
    const x = (time) => box.x + ((time - view[0]) / (view[1] - view[0])) * box.w;
    const y = (value) => box.y + (1 - (value - low) / (high - low)) * box.h;
    g.strokeStyle = color("grid"); g.fillStyle = color("soft"); g.lineWidth = 1;
    g.textBaseline = "middle"; g.textAlign = "left";
    for (const [value, text] of valueTicks(low, high, box.h / 45)) {
      g.beginPath(); g.moveTo(box.x, y(value)); g.lineTo(box.x + box.w, y(value)); g.stroke();
      g.fillText(text, box.x + box.w + 6, y(value));
    }
    g.textBaseline = "top"; g.textAlign = "center";
    for (const [time, text] of timeTicks(box.w)) {
      g.beginPath(); g.moveTo(x(time), box.y); g.lineTo(x(time), box.y + box.h); g.stroke();
      const half = g.measureText(text).width / 2;
      g.fillText(text, Math.min(Math.max(x(time), half), box.x + box.w + RIGHT - half), box.y + box.h + 6);
    }
    return { g, box, x, y };
  };
  const nothing = ({ g, box }, text) => { g.fillStyle = color("soft"); g.textAlign = "center"; g.textBaseline = "middle"; g.fillText(text, box.x + box.w / 2, box.y + box.h / 2); };

  // A step line; per pixel column the first, lowest, highest and last value, so no extreme is lost.
  const line = (area, series, stroke, fill, floor) => {
    const { g, box, x, y } = area;
    const [from, to] = window_(series);
    g.save(); g.beginPath(); g.rect(box.x, box.y, box.w, box.h); g.clip();
    g.beginPath();
    let before = null;
    for (let i = from; i < to;) {
      const column = Math.floor(x(series.t[i]));
      let low = series.v[i], high = low, last = low, next = i;
      while (next < to && Math.floor(x(series.t[next])) === column) {
        last = series.v[next];
        if (last < low) low = last;
        if (last > high) high = last;
        next++;
      }
      const at = next - i > 1 ? column + 0.5 : x(series.t[i]);
      if (before === null) g.moveTo(at, y(series.v[i])); else { g.lineTo(at, y(before)); g.lineTo(at, y(series.v[i])); }
      if (next - i > 1) { g.lineTo(at, y(low)); g.lineTo(at, y(high)); g.lineTo(at, y(last)); }
      before = last;
      i = next;
    }
    const end = x(Math.min(view[1], span));
    if (before !== null) g.lineTo(end, y(before));
    g.strokeStyle = stroke; g.lineWidth = 1.4; g.lineJoin = "round"; g.stroke();
    if (fill && before !== null) {
      g.lineTo(end, y(floor)); g.lineTo(x(series.t[from]), y(floor)); g.closePath(); g.fillStyle = fill; g.fill();
    }
    g.restore();
  };
  const marker = (g, x, y, buy, maker, s) => {
    const d = buy ? 1 : -1;
    g.beginPath(); g.moveTo(x, y - s * d); g.lineTo(x + s, y + s * d); g.lineTo(x - s, y + s * d); g.closePath();
    if (maker) { g.fillStyle = color("card"); g.fill(); g.stroke(); } else g.fill();
  };

  const value_at = (series, time) => { const i = lower(series.t, time + 1e-9) - 1; return i < 0 ? null : series.v[i]; };
  const cross = (area) => {
    if (!pointer || area.empty) return;
    const { g, box } = area;
    g.strokeStyle = color("soft"); g.setLineDash([3, 3]); g.beginPath();
    const at = box.x + pointer.x * box.w; g.moveTo(at, box.y); g.lineTo(at, box.y + box.h); g.stroke(); g.setLineDash([]);
  };

  const canvases = ["equity", "drawdown", "price"].map(byId);
  let near = null;
  const draw = () => {
    const time = pointer ? view[0] + pointer.x * (view[1] - view[0]) : 0;
    const lines = pointer ? [`${day(time)} ${clock(time, 6)} UTC`] : [];
    {
      const [from, to] = window_(equity);
      const area = prepare(canvases[0], ...bounds(equity.v, from, to, Infinity, -Infinity));
      if (area.empty) nothing(area, "equity is not known"); else { line(area, equity, color("curve"), null, 0); cross(area); }
      const value = pointer && value_at(equity, time);
      if (value !== null && pointer) lines.push(`equity    ${amount(value)} ${data.currency}`);
    }
    {
      const [from, to] = window_(drawdown);
      const [low] = bounds(drawdown.v, from, to, Infinity, 0);
      const area = prepare(canvases[1], low, drawdown.t.length ? 0 : -Infinity);
      if (area.empty) nothing(area, "no drawdown: equity is not known or was never positive");
      else { line(area, drawdown, color("down"), color("downfill"), 0); cross(area); }
      const value = pointer && value_at(drawdown, time);
      if (value !== null && pointer) lines.push(`drawdown  ${amount(-value, 4)} %`);
    }
    near = null;
    const one = instruments[shown];
    if (!one) nothing(prepare(canvases[2], Infinity, -Infinity), "no prices and no fills");
    else {
      const { price, fills } = one;
      const first = lower(fills.t, view[0]), last = lower(fills.t, view[1] + 1e-9);
      const [from, to] = window_(price);
      const area = prepare(canvases[2], ...bounds(fills.p, first, last, ...bounds(price.v, from, to, Infinity, -Infinity)));
      if (area.empty) nothing(area, price.t.length || fills.t.length ? "nothing in view" : "no prices and no fills");
      else {
        line(area, price, color("price"), null, 0);
        const { g, box, x, y } = area;
        const paint = [color("sell"), color("buy")];
        let best = 14;
        const size = Math.min(5, Math.max(2, 60 / Math.sqrt(last - first + 1)));
        g.lineWidth = size / 3.5;
        for (let i = first; i < last; i++) {
          g.fillStyle = g.strokeStyle = paint[fills.buy[i]];
          marker(g, x(fills.t[i]), y(fills.p[i]), fills.buy[i], fills.maker[i], size);
          if (pointer && pointer.canvas === canvases[2]) {
            const distance = Math.hypot(x(fills.t[i]) - (box.x + pointer.x * box.w), y(fills.p[i]) - pointer.y);
            if (distance < best) { best = distance; near = i; }
          }
        }
        cross(area);
      }
      const value = pointer && value_at(price, time);
      if (value !== null && pointer) lines.push(`price     ${amount(value)}`);
      if (near !== null) {
        lines.push(`${fills.buy[near] ? "buy" : "sell"} ${amount(fills.q[near])} at ${amount(fills.p[near])} (${fills.maker[near] ? "maker" : "taker"})`,
          `fee       ${amount(fills.fee[near])} ${fills.asset}`, `at        ${clock(fills.t[near], 6)}`);
      }
    }
    const tip = byId("tip");
    tip.hidden = !pointer;
    if (pointer) {
      tip.textContent = lines.join("\n");
      const right = pointer.clientX + 16 + tip.offsetWidth > innerWidth;
      tip.style.left = `${right ? pointer.clientX - 12 - tip.offsetWidth : pointer.clientX + 16}px`;
      tip.style.top = `${Math.min(pointer.clientY + 14, innerHeight - tip.offsetHeight - 4)}px`;
    }
  };
  let waiting = false;
  const redraw = () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw(); }); } };

  const show = (from, to) => {
    const width = Math.min(Math.max(to - from, Math.min(10, span)), span);
    const begin = Math.min(Math.max(from, 0), span - width);
    view = [begin, begin + width];
    redraw();
  };
  const zoom = (share, factor) => { const at = view[0] + share * (view[1] - view[0]); show(at - (at - view[0]) * factor, at + (view[1] - at) * factor); };
  let drag = null;
  for (const canvas of canvases) {
    const share = (event) => Math.min(Math.max((event.offsetX - LEFT) / plot(canvas).w, 0), 1);
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(share(event), Math.exp(Math.min(Math.max(event.deltaY, -200), 200) * 0.002));
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => { drag = { x: event.clientX, view: [...view] }; canvas.setPointerCapture(event.pointerId); });
    canvas.addEventListener("pointerup", () => { drag = null; });
    canvas.addEventListener("pointercancel", () => { drag = null; });
    canvas.addEventListener("pointermove", (event) => {
      pointer = { x: share(event), y: event.offsetY, canvas, clientX: event.clientX, clientY: event.clientY };
      if (drag) {
        const moved = ((event.clientX - drag.x) / plot(canvas).w) * (drag.view[1] - drag.view[0]);
        show(drag.view[0] - moved, drag.view[1] - moved);
      }
      redraw();
    });
    canvas.addEventListener("pointerleave", () => { pointer = null; redraw(); });
    canvas.addEventListener("dblclick", () => show(0, span));
    canvas.addEventListener("keydown", (event) => {
      const width = view[1] - view[0];
      const keys = { "+": () => zoom(0.5, 0.7), "-": () => zoom(0.5, 1.4), ArrowLeft: () => show(view[0] - width * 0.2, view[1] - width * 0.2), ArrowRight: () => show(view[0] + width * 0.2, view[1] + width * 0.2), Home: () => show(0, span) };
      if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    });
  }
  byId("reset").onclick = () => show(0, span);
  if (instruments.length > 1) {
    byId("choose").hidden = false;
    const select = byId("instrument");
    instruments.forEach((one, i) => select.append(new Option(one.name, i)));
    select.onchange = () => { shown = Number(select.value); redraw(); };
  }
  addEventListener("resize", redraw);
  draw();
})();
