import {Fragment, type ComponentChild} from 'preact'
import {useMemo} from 'preact/hooks'

const partLength = 10

interface LongListProps<Item> {
  items: readonly Item[]
  draw: (item: Item) => ComponentChild
  /** All that a drawn item depends on. */
  seen: (item: Item) => readonly unknown[]
}

/**
 * There may be hundreds of steps, and dozens of changes a second: a list in parts, each drawn anew only if one of its items looks
 * different. Preact makes new objects for all that it compares, more than a browser gets rid of.
 */
export function LongList<Item>({items, ...how}: LongListProps<Item>) {
  const parts = Array.from({length: Math.ceil(items.length / partLength)}, (_, part) =>
    items.slice(part * partLength, (part + 1) * partLength),
  )
  return parts.map((part, index) => <Part key={index} items={part} {...how} />)
}

function Part<Item>({items, draw, seen}: LongListProps<Item>) {
  // By its key it is compared as one thing.
  return useMemo(() => <Fragment key="part">{items.map(draw)}</Fragment>, items.flatMap(seen))
}
