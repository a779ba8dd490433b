import {useState} from 'preact/hooks'

import type {Failure, Remedy} from '../../src/api.js'

/** What failed, why, and what to do. */
export function Problem({failure}: {failure: Failure}) {
  const {message, outcome, remedies, code} = failure
  return (
    <div class="problem" role="alert">
      <p class="lines">{message}</p>
      {outcome !== undefined && <p>{outcome}</p>}
      <Remedies remedies={remedies} />
      {code !== undefined && <p class="faint">{code}</p>}
    </div>
  )
}

export function Remedies({remedies}: {remedies: readonly Remedy[]}) {
  if (remedies.length === 0) return null
  return (
    <ul class="remedies">
      {remedies.map((remedy) => (
        <li>
          <span>{remedy.what}</span> <Command text={remedy.command} />
        </li>
      ))}
    </ul>
  )
}

/** A command line, and a button that copies it. */
export function Command({text}: {text: string}) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <span class="command">
      <code>{text}</code>
      <button type="button" class="quiet" onClick={() => void copy()} aria-label={`Copy ${text}`}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </span>
  )
}
