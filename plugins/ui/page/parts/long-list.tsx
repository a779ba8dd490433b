import {Fragment, type ComponentChild} from 'preact'
import {useMemo} from 'preact/hooks'

const partLength = 10

interface LongListProps<Item> {
  items: readonly Item[]
  draw: (item: Item) => ComponentChild
  /** Everything that a drawn item depends on. */
  seen: (item: Item) => readonly unknown[]
}

/**
 * For hundreds of items and dozens of changes a second: a list in parts, each redrawn only if one of its items looks
 * different. Preact allocates objects for everything that it compares, faster than a browser collects them.
 */
export function LongList<Item>({items, ...how}: LongListProps<Item>) {
  const parts = Array.from({length: Math.ceil(items.length / partLength)}, (_, part) =>
    items.slice(part * partLength, (part + 1) * partLength),
  )
  return parts.map((part, index) => <Part key={index} items={part} {...how} />)
}

function Part<Item>({items, draw, seen}: LongListProps<Item>) {
  // The key makes Preact compare the part as a whole.
  return useMemo(() => <Fragment key="part">{items.map(draw)}</Fragment>, items.flatMap(seen))
}
