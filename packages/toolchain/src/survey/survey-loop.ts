import type {Survey} from './survey.js'

/** How long one survey serves all who ask. */
const freshMs = 700

/**
 * One survey for all phases that wait at the same time. Polled, since kubectl can watch one kind of object only, and a wait
 * on a condition would believe what the API still says of the time before a start.
 */
export class SurveyLoop {
  #current: {at: number; survey: Promise<Survey>} | undefined

  constructor(private readonly take: () => Promise<Survey>) {}

  /** A survey that is not older than 0.7 s. */
  async now(): Promise<Survey> {
    const {at, survey} = this.#current ?? {at: -Infinity}
    if (survey !== undefined && performance.now() - at < freshMs) return survey
    const taken = this.take()
    this.#current = {at: performance.now(), survey: taken}
    // From the end on, not from the beginning: on a loaded machine the call itself takes long.
    const stillWanted = () => this.#current?.survey === taken
    taken.then(
      () => void (stillWanted() && (this.#current = {at: performance.now(), survey: taken})),
      () => void (stillWanted() && (this.#current = undefined)),
    )
    return taken
  }

  /** Takes a survey that somebody else just made. */
  offer(survey: Survey): void {
    this.#current = {at: performance.now(), survey: Promise.resolve(survey)}
  }

  /** Something was changed: what was seen before does not count. */
  expire(): void {
    this.#current = undefined
  }
}
