/** The path of the page where a person uploads request files. */
export const OFFLINE_PATH = '/offline';
