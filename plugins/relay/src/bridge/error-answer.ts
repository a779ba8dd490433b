import {exitCodes} from '@rde/errors/exit-codes'
import {isRdeError, type RdeError} from '@rde/errors/rde-error'

import type {Answer} from './answer.js'
import {Refusal, type RefusalReason} from './refusal.js'

/**
 * Renders an error in the only form that the relay CLI can show: it crashes on other JSON answers. The text is passed
 * as an argument, since braces in a description are parsed as a template.
 */
export function errorAnswer(error: unknown): Answer & {readonly text: string} {
  const {status, reason, message, causes} = asRefusal(error)
  const [first = '', ...more] = message.split('\n')
  const lines = [...more.filter((line) => line.trim() !== ''), ...causes]
  const body = {error: {...described(reason, first), causes: lines.map((line) => described(reason, line.trim()))}}
  return {status, body, text: [first, ...lines].join('\n')}
}

function described(reason: string, text: string) {
  return {
    domain: 'rde',
    section: 'bridge',
    code: `rde_bridge_${reason.replaceAll('-', '_')}`,
    title: reason.replaceAll('-', ' '),
    description: {friendly: '{{{text}}}', technical: '{{{text}}}'},
    arguments: {text},
  }
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (!isRdeError(error)) return new Refusal('failed', error instanceof Error ? error.message : String(error))
  const remedies = error.remedies.map(({what, command}) => `${what}: ${command}`)
  return new Refusal(reasonOf(error), error.message, remedies)
}

/** Codes of a cluster that is temporarily unavailable. */
const unavailable = new Set(['RDE_CLUSTER_NOT_RUNNING', 'RDE_API_SILENT', 'RDE_ENGINE_ABSENT', 'RDE_VAULT_AWAY'])

function reasonOf({code, oclif}: RdeError): RefusalReason {
  if (unavailable.has(code)) return 'unavailable'
  return oclif.exit === exitCodes.usage ? 'invalid' : 'failed'
}
