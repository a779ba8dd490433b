/** `3 d`, `5 h`, `12 min`, `40 s`. */
export function age(time: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - new Date(time).getTime()) / 1_000))
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`
}
