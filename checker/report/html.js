// SPDX-License-Identifier: GPL-2.0-only
"use strict";
(function () {
	const root = document.documentElement, main = document.getElementById("main");
	const overview = document.getElementById("overview"), form = document.getElementById("filters");
	const rows = [...document.querySelectorAll("#matrix tbody tr")];
	const shown = document.getElementById("shown"), title = document.title;
	const keys = document.getElementById("keys");
	let row = -1, step = -1;

	/* ---- pages: the overview, or one callback, rule or list ---- */

	/* A page is one text until it is needed: so the overview of many callbacks is there at once. */
	function make(page) {
		const later = page && page.firstElementChild;
		if (later && later.tagName === "NOSCRIPT")
			page.innerHTML = later.textContent;
	}

	function makeAll() {
		for (const page of main.querySelectorAll(".page:not(.off)"))
			make(page);
	}

	/* An id within a page that is not made yet begins with the page's own. */
	function makePageOf(id) {
		for (let end = id.indexOf("--"); end > 0 && !document.getElementById(id); end = id.indexOf("--", end + 1))
			make(document.getElementById(id.slice(0, end)));
	}

	function pageOf(id) {
		makePageOf(id);
		const target = id && document.getElementById(id), page = target && target.closest(".page");
		if (!page)
			return [overview, overview];
		make(page);
		return [page, target];
	}

	function show(first) {
		let id = location.hash.slice(1);
		try { id = decodeURIComponent(id); } catch (ignored) { /* as it is */ }
		const [page, target] = pageOf(id);
		for (const other of main.querySelectorAll(".page.current"))
			other.classList.remove("current");
		page.classList.add("current");
		main.classList.toggle("at-overview", page === overview);
		const heading = page.querySelector("h2");
		document.title = page === overview ? title : heading.textContent + " - " + title;
		step = -1;
		if (first && !location.hash)
			return;
		if (page === overview && target === page)
			scrollTo(0, 0);
		else
			target.scrollIntoView({ block: "start" });
		/* "/" goes to the filter, on the overview */
		if (page !== overview || document.activeElement !== form.text)
			(target === page ? heading : target.querySelector("h3") || heading).focus({ preventScroll: true });
	}

	/* ---- filters ---- */

	function wanted(tr, states) {
		const words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
		const kind = form.kind.value, rule = form.rule.value, isNew = form.fresh && form.fresh.checked;
		return states.has(tr.dataset.state) && (!kind || tr.dataset.kind === kind) &&
			(!rule || tr.dataset.rules.split(" ").includes(rule)) &&
			(!isNew || tr.dataset.fresh === "yes") && words.every(word => tr.dataset.text.includes(word));
	}

	function filter() {
		const states = new Set([...form.querySelectorAll("[name=state]:checked")].map(box => box.value));
		let count = 0;
		for (const tr of rows) {
			tr.hidden = !wanted(tr, states);
			document.getElementById(tr.dataset.page).classList.toggle("off", tr.hidden);
			count += !tr.hidden;
		}
		shown.textContent = count + " of " + rows.length + (rows.length === 1 ? " callback" : " callbacks") + " shown";
	}

	/* ---- keyboard ---- */

	function visible() { return rows.filter(tr => !tr.hidden); }

	function moveRow(by) {
		const list = visible();
		row = Math.max(0, Math.min(list.length - 1, row + by));
		if (list[row])
			list[row].querySelector("th a").focus();
	}

	function movePage(by) {
		const list = visible(), page = main.querySelector(".page.current");
		const at = list.findIndex(tr => tr.dataset.page === page.id);
		const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
		location.hash = next ? "#" + next.dataset.page : "#overview";
	}

	function moveStep(by) {
		const notes = [...main.querySelectorAll(".page.current .note")];
		for (const note of notes)
			note.classList.remove("here");
		step = Math.max(0, Math.min(notes.length - 1, step + by));
		if (!notes[step])
			return;
		notes[step].classList.add("here");
		notes[step].setAttribute("tabindex", "-1");
		notes[step].focus({ preventScroll: true });
		notes[step].scrollIntoView({ block: "center" });
	}

	const actions = {
		"/": () => { location.hash = "#overview"; form.text.focus(); },
		j: () => main.classList.contains("at-overview") ? moveRow(1) : moveStep(1),
		k: () => main.classList.contains("at-overview") ? moveRow(-1) : moveStep(-1),
		n: () => movePage(1), p: () => movePage(-1), u: () => { location.hash = "#overview"; },
		"?": () => keys.showModal(),
	};

	document.addEventListener("keydown", event => {
		const field = event.target.closest("input[type=search], select, textarea");
		if (event.ctrlKey || event.altKey || event.metaKey || keys.open)
			return;
		if (field) {
			if (event.key === "Escape")
				field.blur();
			return;
		}
		const action = event.key === "Escape" ? actions.u : Object.hasOwn(actions, event.key) && actions[event.key];
		if (action) {
			event.preventDefault();
			action();
		}
	});

	/* ---- light and dark ---- */

	function stored(value) {
		try {		/* a browser may deny a file its storage */
			if (value)
				localStorage.setItem("mncheck-theme", value);
			return localStorage.getItem("mncheck-theme");
		} catch (ignored) { return null; }
	}

	document.getElementById("theme").addEventListener("click", () => {
		const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
		root.dataset.theme = dark ? "light" : "dark";
		stored(root.dataset.theme);
	});
	if (["light", "dark"].includes(stored()))
		root.dataset.theme = stored();
	document.getElementById("keys-button").addEventListener("click", actions["?"]);
	form.addEventListener("input", filter);
	form.addEventListener("submit", event => event.preventDefault());
	addEventListener("hashchange", () => show(false));
	addEventListener("beforeprint", makeAll);
	matchMedia("print").addEventListener("change", event => event.matches && makeAll());
	filter();
	show(true);
})();
