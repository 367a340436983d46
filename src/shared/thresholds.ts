/** From what value on a figure deserves a look (`warn`) or a walk to the machine (`hot`). */
export interface Threshold {
  readonly warn: number;
  readonly hot: number;
}

/** °C; where a sensor names its own limit, that limit stands above these. */
export const CPU_TEMPERATURE: Threshold = { warn: 75, hot: 85 };
export const GPU_TEMPERATURE: Threshold = { warn: 70, hot: 80 };
/** Percent, for figures about which nothing better is known. */
export const SHARE: Threshold = { warn: 70, hot: 90 };
