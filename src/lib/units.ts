/** Units, so that a number shows its working: `7 * DAYS`, `100 * MiB`. Times are in milliseconds, sizes in bytes. */
export const SECONDS = 1000
export const MINUTES = 60 * SECONDS
export const HOURS = 60 * MINUTES
export const DAYS = 24 * HOURS

export const KiB = 1024
export const MiB = 1024 * KiB
export const GiB = 1024 * MiB
