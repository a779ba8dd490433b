import {asTyped} from '@rde/errors'
import type {CheckResult, CheckCategory} from '@rde/toolchain'

import type {DoctorReport} from '../services/doctor.js'

/** The headings of a report. */
const categoryTitles: Readonly<Record<CheckCategory, string>> = {
  tools: 'Tools',
  docker: 'Docker',
  machine: 'Machine',
  network: 'Network',
  ports: 'Ports',
  files: 'Files',
  images: 'Images',
  cluster: 'Cluster',
  stack: 'Stack',
  workflows: 'Workflows',
  extensions: 'Extensions',
}

const marks = {ok: '✔', warning: '●', error: '✖'} as const

export interface ReportView {
  readonly all: boolean
  /** Whether everything that rde can fix has been fixed already. */
  readonly fix: boolean
}

/** The problems, by category, and what to do about them; with `all`, also the checks that passed. */
export function renderReport({checks}: DoctorReport, {all, fix}: ReportView): string {
  const shown = checks.filter(({status}) => all || status !== 'ok')
  const categories = [...new Set(shown.map(({category}) => category))]
  const blocks = categories.map((category) => {
    const results = shown.filter((result) => result.category === category)
    return [categoryTitles[category], ...results.map(renderResult)].join('\n')
  })
  return [...blocks, summary(checks, fix)].join('\n\n')
}

function renderResult({status, title, detail, remedies, problem}: CheckResult): string {
  const [first = '', ...rest] = detail.split('\n')
  if (status === 'ok') return `  ${marks.ok} ${first.startsWith(title) ? first : `${title}: ${first}`}`
  const width = Math.max(0, ...remedies.map(({what}) => what.length))
  return [
    `  ${marks[status]} ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...remedies.map(({what, command}) => `      ${`${what}:`.padEnd(width + 1)}   ${asTyped(command)}`),
    `      ${problem.code}`,
  ].join('\n')
}

function summary(checks: readonly CheckResult[], fix: boolean): string {
  const errors = checks.filter(({status}) => status === 'error').length
  const warnings = checks.filter(({status}) => status === 'warning').length
  if (errors + warnings === 0) return `No problems: ${counted(checks.length, 'check')}.`
  const parts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((part) => !part.startsWith('0 '))
  const mendable = checks.flatMap(({mend}) => mend?.what ?? [])
  const offer =
    fix || mendable.length === 0 ? '' : `\n\n${asTyped('rde doctor --fix')} will ${mendable.join(', and ')}.`
  return `${parts.join(', ')} in ${counted(checks.length, 'check')}.${offer}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
