/** At most 20 frames a second: more are not visible, and writing them slows down the work. */
const frameMs = 50

export interface FrameTimer {
  /** Calls back once, later. */
  (callback: () => void, ms: number): void
}

/**
 * Returns a function that requests a frame. The first is drawn at once; requests within the next 50 ms are combined
 * into one frame at their end. The caller draws the last frame itself.
 */
export function limitFrames(draw: () => void, later: FrameTimer = laterUnlessDone): () => void {
  let waiting = false
  let requested = false
  const drawNow = () => {
    requested = false
    waiting = true
    draw()
    later(() => {
      waiting = false
      if (requested) drawNow()
    }, frameMs)
  }
  return () => {
    requested = true
    if (!waiting) drawNow()
  }
}

/** A pending frame must not keep rde running. */
function laterUnlessDone(callback: () => void, ms: number): void {
  setTimeout(callback, ms).unref()
}
