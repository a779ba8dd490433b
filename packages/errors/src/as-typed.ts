/** How the user called rde, where `rde` alone would not be found: `./rde`. Set by the script of a checkout. */
const variable = 'RDE_TYPED_AS'

/** A command line of rde in a hint, so that it works as it is printed: `rde cluster start` is `./rde cluster start` there. */
export function asTyped(command: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const typed = env[variable]
  return typed ? command.replace(/(^|&& |\$\()rde (?=\S)/g, (_, before: string) => `${before}${typed} `) : command
}
