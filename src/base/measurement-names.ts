/** What in a folder may be a measurement, by its name: the rest of a profiler's folder is raw data. */
const WANTED = /\.(csv|json|txt|log)$|^msprof_.*\.db$/i;

export const isMeasurementName = (name: string): boolean => WANTED.test(name);

/** Files of one folder that are read at most. */
export const MOST_FILES = 2000;
