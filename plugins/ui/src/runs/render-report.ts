import {createHash} from 'node:crypto'

import type {RunReport} from '../api.js'
import type {PageFiles} from '../server/page-files.js'

/**
 * One HTML file that shows a run without a server: it contains script, style and data. Its policy allows only this
 * script and style, and loads nothing.
 */
export function renderReport(report: RunReport, {script, style}: Pick<PageFiles, 'script' | 'style'>): string {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${sha256(script)}'`,
    `style-src 'sha256-${sha256(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(report.head.run)}</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<script id="report" type="application/json">${escapeData(report)}</script>
<script type="module">${script}</script>
</body>
</html>
`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

/** JSON that cannot end the element that contains it. */
function escapeData(data: object): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
