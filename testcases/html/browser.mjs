// SPDX-License-Identifier: GPL-2.0-only
// A browser for testcases/html/run: reads a request per line (JSON), answers each with a line.
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
let page, said, asked;

const actions = {
	async open({ file, width = 1280, height = 900, scheme = "light", script = true }) {
		if (page)
			await page.context().close();
		const context = await browser.newContext({
			viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script, offline: true });
		page = await context.newPage();
		said = [];
		asked = [];
		page.on("console", message => said.push(message.text()));
		page.on("pageerror", error => said.push(error.message));
		page.on("dialog", dialog => { said.push("dialog " + dialog.message()); dialog.dismiss(); });
		page.on("request", request => asked.push(request.url()));
		const start = performance.now();
		await page.goto("file://" + file);
		return (performance.now() - start) / 1000;
	},
	ask: ({ script }) => page.evaluate(script),
	press: async ({ keys }) => {
		for (const key of keys) {
			await page.keyboard.press(key);
			await settled();
		}
	},
	type: async ({ text }) => { await page.keyboard.type(text); await settled(); },
	click: async ({ selector }) => { await page.click(selector); await settled(); },
	tree: async () => { await page.waitForTimeout(100); return page.locator("body").ariaSnapshot(); },
	media: ({ media }) => page.emulateMedia({ media }),
	pdf: async ({ file }) => { await page.pdf({ path: file }); },
	picture: async ({ file }) => { await page.screenshot({ path: file }); },
	trouble: () => ({ said, asked }),
};

/* What an event leads to, a change of the address too, has happened two frames and a moment later. */
function settled() {
	return page.evaluate(() => new Promise(done =>
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))));
}

for await (const line of createInterface({ input: process.stdin })) {
	const request = JSON.parse(line);
	try {
		const result = await actions[request.action](request);
		console.log(JSON.stringify({ result: result ?? null }));
	} catch (error) {
		console.log(JSON.stringify({ error: String(error) }));
	}
}
await browser.close();
