/** At most 20 frames a second: more are not seen, and writing them slows down what they show. */
const frameMs = 50

export interface FrameTimer {
  /** Calls back once, later. */
  (callback: () => void, ms: number): void
}

/**
 * A function that asks for a frame. The first is drawn at once; those asked for within the next 50 ms are one frame at their
 * end. The caller draws the last frame itself.
 */
export function limitFrames(draw: () => void, later: FrameTimer = laterUnlessDone): () => void {
  let waiting = false
  let asked = false
  const drawNow = () => {
    asked = false
    waiting = true
    draw()
    later(() => {
      waiting = false
      if (asked) drawNow()
    }, frameMs)
  }
  return () => {
    asked = true
    if (!waiting) drawNow()
  }
}

/** A frame is no reason to keep rde running. */
function laterUnlessDone(callback: () => void, ms: number): void {
  setTimeout(callback, ms).unref()
}
