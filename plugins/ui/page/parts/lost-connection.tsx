/** Shown while the browser tries to reconnect to rde. */
export function LostConnection() {
  return (
    <p class="lost" role="status">
      The connection to rde is lost; this page may be out of date. Reconnecting …
    </p>
  )
}
