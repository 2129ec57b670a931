package io.fletch.context.broken;

import io.fletch.store.io.Storage;

class PeeksIntoTheStore {

	Storage storage;

}
