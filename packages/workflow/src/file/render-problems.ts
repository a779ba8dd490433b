import type {Problem} from '@rde/workflow/document'

/** `FILE:LINE:COLUMN: message`, one line each, as editors and CI find them. */
export function renderProblems(file: string, problems: readonly Problem[]): string[] {
  return problems.map(({line, column, message, severity}) => {
    const said = severity === 'warning' ? `warning: ${message}` : message
    return `${file}:${line}:${column}: ${said}`
  })
}
