export { LogShipper } from './log-shipper.ts';
export { flumeMetric, type FlumeMetric } from './metrics.ts';
export type { AlarmProps, DeadLetterProps, LogShipperProps, LogSource, NetworkProps, QueueProps } from './props.ts';
export type { SettingName, Settings } from './settings.ts';
