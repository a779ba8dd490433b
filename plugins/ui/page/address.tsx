import type {ComponentChildren} from 'preact'
import {useEffect, useState} from 'preact/hooks'

const moved = 'rde:moved'

/** Goes to another view of this page. */
export function go(href: string): void {
  history.pushState(null, '', href)
  dispatchEvent(new Event(moved))
}

/** Changes the address of this view without adding to the history. */
export function replaceQuery(query: URLSearchParams): void {
  const text = query.toString()
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}`)
  dispatchEvent(new Event(moved))
}

export function useAddress(): {pathname: string; search: string} {
  const read = () => ({pathname: location.pathname, search: location.search})
  const [address, setAddress] = useState(read)
  useEffect(() => {
    const update = () => setAddress(read())
    for (const event of ['popstate', moved]) addEventListener(event, update)
    return () => ['popstate', moved].forEach((event) => removeEventListener(event, update))
  }, [])
  return address
}

interface LinkProps {
  href: string
  class?: string
  current?: boolean
  children: ComponentChildren
}

/** A link within this page. */
export function Link({href, current = false, children, ...rest}: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} onClick={follow} aria-current={current ? 'page' : undefined} {...rest}>
      {children}
    </a>
  )
}

/** The address of a run's view. */
export function runAddress(run: string): string {
  const [, local, name, number] = /^(local\/)?([^#]+)#(\d+)$/.exec(run) ?? []
  if (name === undefined) return `/runs/${encodeURIComponent(run)}`
  return `/${local === undefined ? 'workflows' : 'local'}/${encodeURIComponent(name)}/runs/${number}`
}
