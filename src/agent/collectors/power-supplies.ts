/** Power supplies as the controller's sensors tell of them: their states (IPMI 2.0, table 42-3), temperatures and watts. */
import type { PowerSupplySample } from '../../shared/protocol/hardware.ts';
import type { IpmiSensor } from './ipmi-sensors.ts';

const POWER_SUPPLY_ENTITY = 10;
const NAMED_SUPPLY = /^(?:PSU?|PWS|Power Supply)[ _-]?(\d{1,2})(?!\d)/i;
const PRESENT = /presence detected/i;
const FAULT = /failure|\bAC lost\b|out-of-range|config(?:uration)? error|inactive/i;
const MOST_SUPPLIES = 16;
/** Degrees or watts; more is a sensor that does not work. */
const MOST_FIGURE: Readonly<Record<'degrees C' | 'Watts', number>> = { 'degrees C': 250, Watts: 100_000 };

export function powerSupplies(sensors: readonly IpmiSensor[]): PowerSupplySample[] {
  const supplies = new Map<number, IpmiSensor[]>();
  for (const sensor of sensors) {
    const number = supplyOf(sensor);
    if (number !== null) supplies.set(number, [...(supplies.get(number) ?? []), sensor]);
  }
  return [...supplies]
    .toSorted(([a], [b]) => a - b)
    .map(([number, of]) => sampleOf(`PSU${number}`, of))
    .filter((sample) => sample.ok !== null || sample.watts !== null || sample.celsius !== null)
    .slice(0, MOST_SUPPLIES);
}

/** What all supplies take in, null unless each of them tells. */
export function suppliedWatts(supplies: readonly PowerSupplySample[]): number | null {
  const watts = supplies.map((supply) => supply.watts).filter((each) => each !== null);
  return watts.length > 0 && watts.length === supplies.length ? watts.reduce((sum, each) => sum + each, 0) : null;
}

/**
 * The number of the supply that the sensor belongs to, null for none. By its name before its entity: some boards count
 * all of them as one thing.
 */
export function supplyOf({ name, entity }: IpmiSensor): number | null {
  const named = NAMED_SUPPLY.exec(name)?.[1];
  if (named !== undefined) return Number(named);
  return entity.id === POWER_SUPPLY_ENTITY ? entity.instance : null;
}

function sampleOf(name: string, sensors: readonly IpmiSensor[]): PowerSupplySample {
  const states = sensors.map((sensor) => sensor.states).filter((text) => PRESENT.test(text) || FAULT.test(text));
  const faults = states.filter((text) => FAULT.test(text));
  const celsius = figures(sensors, 'degrees C').map((sensor) => sensor.value);
  const watts = figures(sensors, 'Watts');
  return {
    name,
    ok: states.length === 0 ? null : faults.length === 0,
    status:
      faults.length === 0
        ? null
        : faults
            .join(', ')
            .replace(/^presence detected, /i, '')
            .slice(0, 512),
    watts: (watts.find((sensor) => /out/i.test(sensor.name)) ?? watts[0])?.value ?? null,
    celsius: celsius.length === 0 ? null : Math.max(...celsius),
  };
}

function figures(sensors: readonly IpmiSensor[], unit: 'degrees C' | 'Watts'): { name: string; value: number }[] {
  return sensors.flatMap(({ name, figure }) =>
    figure?.unit === unit && figure.value >= 0 && figure.value < MOST_FIGURE[unit]
      ? [{ name, value: figure.value }]
      : [],
  );
}
