/** Patterns of secrets that rde does not know, such as those of a service in its log. */
const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?/g, '••••'],
  // JSON Web Tokens, of service accounts and of Relay.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '••••'],
  // Vault tokens.
  [/\b(hvs|hvb|s)\.[A-Za-z0-9_-]{24,}/g, '••••'],
  [/(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)[^\s"',]+/gi, '$1••••'],
  [/((?:password|passwd|secret|token|api_?key|access_?key)["']?\s*[:=]\s*["']?)[^\s"',}]{4,}/gi, '$1••••'],
  [/(\w+:\/\/[^\s/:@]+:)[^\s/@]+@/g, '$1••••@'],
]

/** Masks what looks like a secret. It may mask too much: the text is for people, not for programs. */
export function maskPatterns(text: string): string {
  return patterns.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}
