/** Where the bridge listens: this machine only, on whichever port is free. */
export const bridgeHost = '127.0.0.1'
