const date = '(\\d{4})-(\\d{1,2})-(\\d{1,2})'
const time = '(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:[.,](\\d+))?'
const forms = [
  new RegExp(`^${date}$`),
  new RegExp(`^${date} ${time}$`),
  new RegExp(`^${date}[Tt]${time}(Z|[-+]\\d{2}:\\d{2})$`),
]

/** A date, or a date with a time, in RFC 3339 form with its own offset; undefined for any other text. */
export function timestamp(text: string): string | undefined {
  const found = forms.map((form) => form.exec(text)).find((match) => match !== null)
  if (!found) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found
  const parts = [month, day, hour, minute, second].map(Number) as [number, number, number, number, number]
  if (!isDate(Number(year), parts) || !isOffset(zone)) return undefined
  const [mm, dd, hh, min, ss] = parts.map((part) => String(part).padStart(2, '0'))
  const digits = fraction.slice(0, 9).replace(/0+$/, '')
  return `${year}-${mm}-${dd}T${hh}:${min}:${ss}${digits === '' ? '' : `.${digits}`}${utc(zone)}`
}

function isDate(year: number, [month, day, hour, minute, second]: [number, number, number, number, number]): boolean {
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60
}

function isOffset(zone: string): boolean {
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  return hours < 24 && minutes < 60
}

function utc(zone: string): string {
  return /^[-+]00:00$/.test(zone) ? 'Z' : zone
}
